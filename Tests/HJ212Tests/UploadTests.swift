// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Telemetry
import Testing
import Vocabulary

@testable import HJ212

struct UploadTests {
  private let at = Instant("2026-11-24T07:50:00Z")!

  @Test func readsRealTimeData() throws {
    let upload = try #require(
      Upload(
        "DataTime=20261124155000;w01018-SampleTime=20261124154500,w01018-Rtd=63.5,w01018-Flag=N,w01018-EFlag=A1;"
          + "w21003-Rtd=0.25,w21003-Flag=D;LA-Rtd=51.2", period: .real))
    #expect(upload.at == at && upload.faults.isEmpty)
    #expect(
      upload.readings(of: Golden.device) == [
        NewReading(series: "outfall:w01018:rtd", at: at, value: .number(63.5)),
        NewReading(series: "outfall:w01018:flag", at: at, value: .text("N")),
        NewReading(series: "outfall:w21003:rtd:unfit", at: at, value: .number(0.25)),
        NewReading(series: "outfall:w21003:flag", at: at, value: .text("D")),
        NewReading(series: "outfall:LA:rtd", at: at, value: .number(51.2)),
      ])
  }

  @Test(arguments: [("63.50", 2), ("2.0", 1), ("63.5", nil), ("60", nil), ("1.", nil)] as [(String, Int?)])
  func keepsNumbersAsTheyWereWritten(text: String, decimals: Int?) throws {
    let upload = try #require(Upload("DataTime=20261124155000;w01018-Rtd=\(text)", period: .real))
    let readings = upload.readings(of: Golden.device)
    #expect(readings.map(\.decimals) == [decimals] && readings.map(\.value.number) == [Double(text)])
  }

  @Test(arguments: ["N", "S", "T", nil]) func keepsFitNumbers(flag: String?) throws {
    let upload = try #require(
      Upload("DataTime=20261124155000;a21026-Rtd=1" + (flag.map { ",a21026-Flag=\($0)" } ?? ""), period: .real))
    #expect(upload.readings(of: Golden.device)[0].series == "outfall:a21026:rtd")
  }

  @Test(arguments: ["F", "M", "D", "C", "B"]) func setsUnfitNumbersApart(flag: String) throws {
    let upload = try #require(Upload("DataTime=20261124155000;a21026-Rtd=1,a21026-Flag=\(flag)", period: .real))
    #expect(upload.readings(of: Golden.device)[0].series == "outfall:a21026:rtd:unfit")
    // No number was measured, so none is missing.
    let empty = try #require(Upload("DataTime=20261124155000;a21026-Rtd=,a21026-Flag=\(flag)", period: .real))
    #expect(empty.values.isEmpty && empty.faults.isEmpty)
  }

  @Test func namesSeriesOfPeriodsWithTheirUnits() throws {
    let upload = try #require(
      Upload(
        "DataTime=20261124150000;w00000-Cou=12.5,w00000-Min=1,w00000-Avg=2,w00000-Max=3,w00000-Flag=N", period: .hour))
    let series = upload.series(of: Golden.device)
    #expect(
      series.map(\.code) == [
        "outfall:w00000:hour:cou", "outfall:w00000:hour:flag", "outfall:w00000:hour:min", "outfall:w00000:hour:avg",
        "outfall:w00000:hour:max",
      ])
    #expect(series.map(\.unit) == ["m3", nil, "L/s", "L/s", "L/s"])
    #expect(series[0].name.texts == ["en": "outfall Wastewater flow (hour cou)", "zh-Hans": "outfall 污水 (小时 cou)"])
    #expect(series[1].kind == .text)
  }

  @Test func translatesOlderCodesAndHeedsTheRegistryForUnits() throws {
    let upload = try #require(Upload("DataTime=20261124155000;011-Rtd=5;B01-Rtd=1;a34004-Rtd=35", period: .real))
    #expect(upload.values.map(\.code) == ["w01018", "w00000", "a34004"])
    #expect(upload.series(of: Golden.device).map(\.unit) == ["mg/L", "L/s", "ug/m3"])
    var device = Golden.device
    device.units = ["a34004": "mg/m3"]
    #expect(upload.series(of: device).map(\.unit) == ["mg/L", "L/s", "mg/m3"])
  }

  @Test func keepsTheRestWhereAPieceIsWrong() throws {
    let upload = try #require(
      Upload("DataTime=20261124155000;a21026-Rtd=x;a21002-Rtd=nan;a b-Rtd=1;junk;-Rtd=1;a34013-Rtd=2", period: .real))
    #expect(upload.values.map(\.code) == ["a34013"])
    #expect(upload.faults.count == 4)
    let long = String(repeating: "a", count: 1000)
    let named = try #require(Upload("DataTime=20261124155000;\(long)-Rtd=1;a21026-\(long)=1", period: .real))
    #expect(named.values.isEmpty && named.faults.count == 2)
    #expect(Upload("a21026-Rtd=1", period: .real) == nil)
    #expect(Upload("DataTime=2026;a21026-Rtd=1", period: .real) == nil)
    #expect(Upload("a21026-Rtd=1", period: .real, earlier: at)?.at == at)
  }

  @Test(arguments: [
    ("DataTime=20261124155000;RestartTime=20261124080000", ["restarttime": "20261124080000"]),
    ("DataTime=20261124155000;VaseNo=3", ["vaseno": "3"]),
    ("PolId=w01018;CstartTime=000000;Ctime=2", ["w01018:cstarttime": "000000", "w01018:ctime": "2"]),
    ("PolId=w01018;Stime=30", ["w01018:stime": "30"]), ("PolId=w01018;w01018-SN=AB12.3", ["w01018:sn": "AB12.3"]),
    (
      "DataTime=20261124155000;PolId=w01018;i11001-Info=//rinsed; 3 times, then a=b//;i12001-Info=2,i13104-Info=-0.5",
      ["w01018:i11001:info": "rinsed; 3 times, then a=b", "w01018:i12001:info": "2", "w01018:i13104:info": "-0.5"]
    ),
    ("DataTime=20261124155000;i11001-Info=//open", ["i11001:info": "//open"]),
    ("DataTime=20261124155000;a b=1;a-b-c-d=2;=3;x=", ["x": ""]),
  ]) func readsWhatMonitorsTellBesides(content: String, facts: [String: String]) throws {
    let upload = try #require(Upload(facts: content, sent: at))
    #expect(Dictionary(upload.facts.map { ($0.path, $0.text) }) { first, _ in first } == facts)
    #expect(upload.at == at)
    #expect(upload.readings(of: Golden.device).map(\.series) == upload.facts.map { "outfall:" + $0.path })
    #expect(upload.series(of: Golden.device).map(\.kind) == upload.facts.map { _ in .text })
    #expect(Upload(facts: "PolId=w01018;w01018-SN=1", sent: nil) == nil && Upload(facts: "DataTime=1", sent: at) == nil)
  }

  @Test func hasTheTableOfTheStandard() {
    #expect(Set(Pollutant.all.values.map(\.code)).count == 211)
    #expect(Pollutant.all["a21026"]?.name.texts == ["en": "Sulfur dioxide", "zh-Hans": "二氧化硫"])
    #expect(Pollutant.all["02"]?.code == "a21026")
    #expect(Pollutant.all["a01006"]?.unit == "kPa")
    #expect(Pollutant.all["Leq"]?.unit == "dB")
    for pollutant in Pollutant.all.values {
      #expect(pollutant.unit.map { $0.utf8.allSatisfy { (33...126).contains($0) } } ?? true, "\(pollutant)")
    }
  }
}
