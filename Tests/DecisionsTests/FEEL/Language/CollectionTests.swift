// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

/// Loops, filters, paths, contexts (DMN 1.5, 10.3.2.5, 10.3.2.6 and table 55).
@Suite("Lists and contexts of FEEL") struct CollectionTests {
  @Test func loops() throws {
    try BuiltinCase.check(
      #"""
      for x in [1, 2], y in [x, 10] return x * y => [1, 10, 4, 20]
      for i in 1..3 return count(partial) => [0, 1, 2]
      for i in 1..4 return if i = 1 then 1 else i * partial[-1] => [1, 2, 6, 24]
      for x in 5 return x => [5]
      for x in [] return x => []
      for x in null return x => null
      """#)
  }

  @Test func filters() throws {
    try BuiltinCase.check(
      #"""
      [1, 2, 3][item > 1] => [2, 3]
      [1, 2, 3][-1] => 3
      [1, 2, 3][0] => null
      [1, 2, 3][4] => null
      [1, 2, 3][1.5] => null
      [{a: 1}, {a: 2}][a = 2] => [{a: 2}]
      [{a: 1}, {b: 2}][a = 1] => [{a: 1}]
      [1, null, 3][item != null] => [1, 3]
      [{item: 1}, {item: 2}][item = 2] => [{item: 2}]
      7[1] => 7
      7[item > 8] => []
      [1, 2][true] => [1, 2]
      [[1, 2], [3]][1][2] => 2
      """#)
  }

  @Test func paths() throws {
    try BuiltinCase.check(
      #"""
      [{a: 1}, {a: 2}].a => [1, 2]
      {a: {b c: 5}}.a.b c => 5
      {a: 1}.b => null
      1.a => null
      {"a-b": 1, c: a-b + 1}.c => 2
      """#)
  }

  @Test func contexts() throws {
    try BuiltinCase.check(
      #"""
      get value({a: 1}, "a") => 1
      get value({a: 1}, "b") => null
      get entries({a: 1, b: null}) => [{key: "a", value: 1}, {key: "b", value: null}]
      context([{key: "a", value: 1}, {key: "b", value: 2}]) => {a: 1, b: 2}
      context([{key: "a", value: 1}, {key: "a", value: 2}]) => null
      context put({a: 1}, "a", 2) => {a: 2}
      context put({a: 1}, "b", 2) => {a: 1, b: 2}
      context put({x: {y: 1}, z: 0}, ["x", "y"], 2) => {x: {y: 2}, z: 0}
      context put({x: 1}, ["x", "y"], 2) => null
      context put({x: 1}, [], 2) => null
      context merge([{a: 1}, {a: 2, b: 3}]) => {a: 2, b: 3}
      context merge([{a: 1}, 1]) => null
      {a: 1, b: a + 1, c: b * 2}.c => 4
      {a: 1, a: 2} => null
      """#)
  }

  @Test func changesOfLists() throws {
    try BuiltinCase.check(
      #"""
      list replace([2, 4, 7, 8], 3, 6) => [2, 4, 6, 8]
      list replace([2, 4, 7, 8], -1, 6) => [2, 4, 7, 6]
      list replace([2, 4, 7, 8], 0, 6) => null
      list replace([2, 4, 7, 8], function(item, newItem) item < newItem, 5) => [5, 5, 7, 8]
      list replace([1], function(item, newItem) "no", 5) => null
      sort([3, 1, 2], function(x, y) x < y) => [1, 2, 3]
      sort(list: [3, 1, 2], precedes: function(x, y) x > y) => [3, 2, 1]
      sort([1, "a"], function(x, y) x < y) => null
      insert before([1, 3], 2, 2) => [1, 2, 3]
      insert before([1, 2], 3, 3) => null
      remove([1, 2, 3], -1) => [1, 2]
      sublist([4, 5, 6], -2) => [5, 6]
      sublist([4, 5, 6], 1, 2) => [4, 5]
      append([1], null) => [1, null]
      concatenate([1], [2, [3]]) => [1, 2, [3]]
      union([1, 2], [2, 3]) => [1, 2, 3]
      distinct values([1, null, 1, null, 1.0]) => [1, null]
      flatten([1, [[2], 3], [[[4]]]]) => [1, 2, 3, 4]
      index of([1, 2, 1, null], null) => [4]
      index of([1, 2, 1], 1) => [1, 3]
      reverse([1, 2]) => [2, 1]
      list contains([1, null], null) => true
      list contains([[1]], [1]) => true
      """#)
  }
}
