// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Testing
import Vocabulary

@testable import Access

@Suite struct PasswordTests {
  /// RFC 7914 §12, the first 32 of 64 bytes: PBKDF2 gives them whatever the length.
  @Test(arguments: [
    ("password", "$scrypt$ln=10,r=8,p=16$TmFDbA$/bq+HJ00cgB4VucZDQHp/nxq18vII3gw53N2Y0s3MWI"),
    ("pleaseletmein", "$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofI"),
  ])
  func agreesWithTheStandard(password: String, text: String) throws {
    let hash = try #require(ScryptHash(text))
    #expect(hash.text == text)
    #expect(try hash.matches(Array(password.utf8)))
    #expect(try !hash.matches(Array((password + "x").utf8)))
  }

  @Test(arguments: [
    "", "$scrypt$", "$scrypt$ln=15,r=8,p=1$$", "$bcrypt$ln=15,r=8,p=1$TmFDbA$AAAAAAAAAAAAAAAAAAAAAA",
    "$scrypt$ln=30,r=8,p=1$TmFDbA$AAAAAAAAAAAAAAAAAAAAAA", "$scrypt$ln=15,r=8$TmFDbA$AAAAAAAAAAAAAAAAAAAAAA",
    "$scrypt$ln=15,p=1,r=8$TmFDbA$AAAAAAAAAAAAAAAAAAAAAA", "$scrypt$ln=15,r=8,p=1$TmFDbA$AA",
    "$scrypt$ln=15,r=8,p=1,q=1$TmFDbA$AAAAAAAAAAAAAAAAAAAAAA", "$scrypt$ln=15,r=8,p=1$T!$AAAAAAAAAAAAAAAAAAAAAA",
  ])
  func refusesOtherTexts(text: String) { #expect(ScryptHash(text) == nil) }

  @Test func saltsDiffer() async throws {
    let hasher = PasswordHasher(parameters: ScryptParameters(logN: 4), threads: 1, queue: 8)
    let one = try await hasher.hash("correct horse battery staple")
    #expect(try await hasher.hash("correct horse battery staple") != one)
    #expect(one.hasPrefix("$scrypt$ln=4,r=8,p=1$"))
  }

  @Test func comparesWhatTwoKeyboardsGive() async throws {
    let hasher = PasswordHasher(parameters: ScryptParameters(logN: 4), threads: 1, queue: 8)
    // e with acute: one scalar, or two.
    let stored = try await hasher.hash("caf\u{E9} au lait du matin")
    #expect(try await hasher.verify("cafe\u{301} au lait du matin", against: stored).isRight)
    #expect(try await !hasher.verify("cafe au lait du matin", against: stored).isRight)
  }

  @Test func nothingIsRightWithoutAHash() async throws {
    let hasher = PasswordHasher(parameters: ScryptParameters(logN: 4), threads: 1, queue: 8)
    for password in ["", "x", String(repeating: "a", count: 2000)] {
      #expect(try await !hasher.verify(password, against: nil).isRight)
      #expect(try await !hasher.verify(password, against: "no hash").isRight)
    }
    let stored = try await hasher.hash("correct horse battery staple")
    #expect(try await !hasher.verify("", against: stored).isRight)
  }

  @Test func renewsWeakHashesOnly() async throws {
    let weak = PasswordHasher(parameters: ScryptParameters(logN: 4), threads: 1, queue: 8)
    let strong = PasswordHasher(parameters: ScryptParameters(logN: 6), threads: 1, queue: 8)
    let old = try await weak.hash("correct horse battery staple")
    guard case .renewed(let new) = try await strong.verify("correct horse battery staple", against: old) else {
      Issue.record("the weak hash was not renewed")
      return
    }
    #expect(new.hasPrefix("$scrypt$ln=6,r=8,p=1$"))
    guard case .right = try await strong.verify("correct horse battery staple", against: new) else {
      Issue.record("the new hash does not match")
      return
    }
    guard case .right = try await weak.verify("correct horse battery staple", against: new) else {
      Issue.record("a strong hash was made weaker")
      return
    }
    guard case .wrong = try await strong.verify("correct horse battery stapl", against: old) else {
      Issue.record("a wrong password was accepted")
      return
    }
  }

  /// More than may wait are sent away at once; those that wait are served.
  @Test func boundsItsQueue() async throws {
    let hasher = PasswordHasher(parameters: ScryptParameters(logN: 14), threads: 1, queue: 3)
    let codes = await withTaskGroup(of: Problem.Code?.self, returning: [Problem.Code?].self) { group in
      for _ in 0..<64 {
        group.addTask {
          do throws(Problem) {
            _ = try await hasher.verify("wrong", against: nil)
            return nil
          } catch { return error.code }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(codes.count { $0 == nil } >= 4)
    #expect(codes.contains(.tooManyRequests))
    #expect(codes.allSatisfy { $0 == nil || $0 == .tooManyRequests })
    _ = try await hasher.verify("wrong", against: nil)
  }

  @Test(arguments: [
    ("correct horse battery staple", true), ("妙高山上有一座古老的寺庙", true), ("shrt!", false), ("elevenchars", false),
    ("wang.fang@city.example", false), ("Wang Fang Wang Fang", true), ("WANG.FANG@city.example1", false),
    ("aaaaaaaaaaaaaaaaaaaa", false), (String(repeating: "long pass ", count: 102), true),
    (String(repeating: "long pass ", count: 103), false), ("Fang the Name", false),
  ])
  func rules(password: String, isGood: Bool) {
    do throws(Problem) {
      try PasswordRules.check(password, signInName: "wang.fang@city.example", name: "Fang the Name")
      #expect(isGood)
    } catch {
      #expect(!isGood)
      #expect(error.code == .invalid)
      #expect(!error.description.contains(password))
    }
  }

  @Test(arguments: [
    ("Wang.Fang", "wang.fang"), ("  ＡＤＭＩＮ ", "admin"), ("e\u{301}va", "\u{E9}va"), ("王芳", "王芳"),
    ("ﬁre", "fire"), ("user@city.example", "user@city.example"), ("", nil), ("  ", nil), ("two words", nil),
    ("nul\u{0}", nil), ("new\nline", nil), ("a\u{202E}b", nil), (String(repeating: "a", count: 129), nil),
  ])
  func normalisesNames(text: String, name: String?) {
    #expect(SignInName.normalised(text) == name)
    if let name { #expect(SignInName.normalised(name) == name) }
  }
}
