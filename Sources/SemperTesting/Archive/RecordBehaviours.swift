import SemperArchive

enum RecordBehaviours {
  static let all: [ArchiveBehaviour] = [
    ArchiveBehaviour("what is not there is nil, in tables that nobody has used too") { bench in
      try await requireEqual(bench.archive.records.read { try $0.value([1], in: table) }, nil, "value")
      try await requireEqual(bench.archive.records.transact { try $0.value([1], in: table) }, nil, "value")
      try await requireEqual(
        bench.archive.records.read { try keys($0.list(table, prefix: [], after: nil, limit: 9)) }, [], "keys")
    },
    ArchiveBehaviour("a record is inserted only where there is none") { bench in
      let records = try await bench.archive.records
      try await requireEqual(records.transact { try $0.insert([1], for: [7], in: table) }, true, "first insert")
      try await requireEqual(records.transact { try $0.insert([2], for: [7], in: table) }, false, "second insert")
      try await requireEqual(records.read { try $0.value([7], in: table) }, [1], "value")
    },
    ArchiveBehaviour("a record is replaced only if it has the expected value") { bench in
      let records = try await bench.archive.records
      try await requireEqual(records.transact { try $0.replace([], with: [2], for: [7], in: table) }, false, "missing")
      _ = try await records.transact { try $0.insert([1], for: [7], in: table) }
      try await requireEqual(
        records.transact { try $0.replace([9], with: [2], for: [7], in: table) }, false, "other value")
      try await requireEqual(records.read { try $0.value([7], in: table) }, [1], "value")
      try await requireEqual(
        records.transact { try $0.replace([1], with: [2], for: [7], in: table) }, true, "this value")
      try await requireEqual(records.read { try $0.value([7], in: table) }, [2], "value")
    },
    ArchiveBehaviour("set replaces what was there, remove takes it away") { bench in
      let records = try await bench.archive.records
      for value in [[1], [2], []] as [[UInt8]] {
        try await records.transact { try $0.set(value, for: [7], in: table) }
        let found = try await records.read { try $0.value([7], in: table) }
        try requireEqual(found, value, "value")
      }
      try await records.transact { try $0.remove([7], in: table) }
      try await records.transact { try $0.remove([7], in: table) }
      try await requireEqual(records.read { try $0.value([7], in: table) }, nil, "value")
      try await requireEqual(records.transact { try $0.insert([3], for: [7], in: table) }, true, "insert after remove")
    },
    ArchiveBehaviour("a transaction sees its own changes") { bench in
      try await bench.archive.records.transact { records in
        _ = try records.insert([1], for: [1], in: table)
        try requireEqual(try records.value([1], in: table), [1], "value")
        try requireEqual(keys(try records.list(table, prefix: [], after: nil, limit: 9)), [[1]], "keys")
        try requireEqual(try records.insert([2], for: [1], in: table), false, "second insert")
      }
    },
    ArchiveBehaviour("what a transaction throws rolls everything back and is thrown on") { bench in
      let records = try await bench.archive.records
      _ = try await records.transact { try $0.insert([1], for: [1], in: table) }
      let error = try await requireFailure("a transaction that throws") {
        try await records.transact { records in
          try records.set([2], for: [1], in: table)
          _ = try records.insert([2], for: [2], in: RecordTable("another"))
          _ = try records.append([2], to: RecordTable("log"))
          try records.remove([1], in: table)
          throw Stop(reason: "as planned")
        }
      }
      try requireEqual(error as? Stop, Stop(reason: "as planned"), "error")
      try await requireEqual(records.read { try $0.value([1], in: table) }, [1], "value")
      try await requireEqual(records.read { try $0.value([2], in: RecordTable("another")) }, nil, "other table")
      try await requireEqual(records.read { try $0.count(of: RecordTable("log")) }, 0, "log")
      try await requireEqual(
        records.transact { try $0.insert([3], for: [2], in: RecordTable("another")) }, true, "later use")
    },
    ArchiveBehaviour("of fifty inserts of one key exactly one wins") { bench in
      let records = try await bench.archive.records
      let wins = try await winners(of: 50) { index in
        try await records.transact { try $0.insert([UInt8(index)], for: [7], in: table) }
      }
      try requireEqual(wins.count, 1, "winners")
      try await requireEqual(records.read { try $0.value([7], in: table) }, wins.first.map { [UInt8($0)] }, "value")
    },
    ArchiveBehaviour("concurrent transactions are serialised: no update is lost") { bench in
      let records = try await bench.archive.records
      try await records.transact { try $0.set([0], for: [7], in: table) }
      _ = try await winners(of: 100) { index in
        try await records.transact { records in
          guard let count = try records.value([7], in: table)?.first else { return false }
          return try records.replace([count], with: [count + 1], for: [7], in: table)
        }
      }
      try await requireEqual(records.read { try $0.value([7], in: table) }, [100], "counter")
    },
    ArchiveBehaviour("one failing transaction among many takes no other with it") { bench in
      let records = try await bench.archive.records
      let wins = try await winners(of: 60) { index in
        do {
          try await records.transact { records in
            _ = try records.insert([1], for: [UInt8(index)], in: table)
            if index % 3 == 0 { throw Stop(reason: "\(index)") }
          }
          return true
        } catch let stop as Stop {
          try requireEqual(stop.reason, "\(index)", "error")
          return false
        }
      }
      let expected = (0..<60).filter { $0 % 3 != 0 }
      try requireEqual(wins.sorted(), expected, "successes")
      let found = try await records.read { keys(try $0.list(table, prefix: [], after: nil, limit: 100)) }
      try requireEqual(found, expected.map { [UInt8($0)] }, "records")
    },
    ArchiveBehaviour("records are listed in the order of their keys, by prefix") { bench in
      let records = try await bench.archive.records
      let all: [[UInt8]] = [[], [0], [1], [1, 0], [1, 255], [1, 255, 255], [2], [255], [255, 255]]
      for key in all.reversed() { _ = try await records.transact { try $0.insert(key, for: key, in: table) } }
      for prefix in all + [[3], [1, 255, 255, 0]] {
        let found = try await records.read { keys(try $0.list(table, prefix: prefix, after: nil, limit: 100)) }
        try requireEqual(found, all.filter { $0.starts(with: prefix) }, "keys with prefix \(prefix)")
      }
    },
    ArchiveBehaviour("a list is read page by page without gap or repetition") { bench in
      let records = try await bench.archive.records
      try await records.transact { records in
        for number in UInt8(0)..<25 { _ = try records.insert([number], for: [7, number], in: table) }
        _ = try records.insert([0], for: [6], in: table)
        _ = try records.insert([0], for: [8], in: table)
      }
      var found: [[UInt8]] = []
      while true {
        let last = found.last
        let page = try await records.read { keys(try $0.list(table, prefix: [7], after: last, limit: 10)) }
        guard !page.isEmpty else { break }
        try require(page.count <= 10, "a page has \(page.count) records")
        found += page
      }
      try requireEqual(found, (UInt8(0)..<25).map { [7, $0] }, "keys")
      let before = try await records.read { keys(try $0.list(table, prefix: [7], after: [1], limit: 2)) }
      try requireEqual(before, [[7, 0], [7, 1]], "after a key before the prefix")
      let none = try await records.read { keys(try $0.list(table, prefix: [7], after: nil, limit: 0)) }
      try requireEqual(none, [], "a page of none")
    },
    ArchiveBehaviour("tables do not see each other, nor a log of the same name") { bench in
      let records = try await bench.archive.records
      try await records.transact { records in
        _ = try records.insert([1], for: [1], in: table)
        _ = try records.insert([2], for: [1], in: RecordTable("another"))
        _ = try records.append([3], to: table)
      }
      try await requireEqual(records.read { try $0.value([1], in: table) }, [1], "table")
      try await requireEqual(records.read { try $0.value([1], in: RecordTable("another")) }, [2], "other table")
      try await requireEqual(records.read { try $0.entries(of: table, from: 0, limit: 9) }, [[3]], "log")
    },
    ArchiveBehaviour("transactions that share a commit see those before them, in a new table too") { bench in
      let records = try await bench.archive.records
      for number in 0..<50 {
        let fresh = RecordTable("fresh_\(number)")
        let first = try await winners(of: 16) { index in
          let isFirst = try await records.transact { records in
            let isFirst = try records.value([1], in: fresh) == nil
            let found = keys(try records.list(fresh, prefix: [], after: nil, limit: 9))
            try requireEqual(found, isFirst ? [] : [[1]], "keys")
            try requireEqual(try records.count(of: fresh) == 0, isFirst, "whether the log is empty")
            if isFirst { try records.set([UInt8(index)], for: [1], in: fresh) }
            _ = try records.append([UInt8(index)], to: fresh)
            return isFirst
          }
          let seen = try await records.read { try ($0.value([1], in: fresh), $0.count(of: fresh)) }
          try require(seen.0 != nil && seen.1 > 0, "after its acknowledgement: \(seen)")
          return isFirst
        }
        try requireEqual(first.count, 1, "first in \(fresh.name)")
      }
    },
    ArchiveBehaviour("a reader sees every acknowledged transaction, and each of them whole") { bench in
      let records = try await bench.archive.records
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          for number in UInt8(1)...100 {
            try await records.transact { records in
              try records.set([number], for: [1], in: table)
              try records.set([number], for: [2], in: RecordTable("another"))
            }
            let seen = try await records.read { try $0.value([1], in: table) }
            try require(seen?.first ?? 0 >= number, "read \(seen ?? []) after \(number) was acknowledged")
          }
        }
        for _ in 0..<2 {
          group.addTask {
            for _ in 0..<50 {
              let (one, two) = try await records.read {
                (try $0.value([1], in: table), try $0.value([2], in: RecordTable("another")))
              }
              try requireEqual(one, two, "two records of one transaction")
            }
          }
        }
        try await group.waitForAll()
      }
    },
    ArchiveBehaviour("acknowledged records survive a restart") { bench in
      try await bench.archive.records.transact { records in
        _ = try records.insert([1], for: [1], in: table)
        try records.set([2], for: [2], in: table)
        _ = try records.append([3], to: table)
      }
      try await bench.archive.records.transact { try $0.remove([2], in: table) }
      try await bench.restart()
      let records = try await bench.archive.records
      try await requireEqual(records.read { try $0.value([1], in: table) }, [1], "value")
      try await requireEqual(records.read { try $0.value([2], in: table) }, nil, "removed value")
      try await requireEqual(records.transact { try $0.insert([9], for: [1], in: table) }, false, "insert")
      try await requireEqual(records.transact { try $0.append([4], to: table) }, 1, "number")
    },
  ]

  static let table = RecordTable("coins_2")

  struct Stop: Error, Equatable { let reason: String }

  static func keys(_ found: [(key: [UInt8], value: [UInt8])]) -> [[UInt8]] { found.map(\.key) }
}
