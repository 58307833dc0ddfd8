import SemperArchive

enum LogBehaviours {
  static let all: [ArchiveBehaviour] = [
    ArchiveBehaviour("log entries are numbered from 0 without gaps") { bench in
      let records = try await bench.archive.records
      try await requireEqual(records.read { try $0.count(of: log) }, 0, "count")
      for number in 0..<5 {
        try await requireEqual(records.transact { try $0.append([UInt8(number)], to: log) }, number, "number")
      }
      try await requireEqual(records.read { try $0.count(of: log) }, 5, "count")
    },
    ArchiveBehaviour("a log entry that was rolled back leaves no gap") { bench in
      let records = try await bench.archive.records
      _ = try await records.transact { try $0.append([0], to: log) }
      _ = try await requireFailure("a transaction that throws") {
        try await records.transact { records in
          _ = try records.append([1], to: log)
          throw RecordBehaviours.Stop(reason: "as planned")
        }
      }
      try await requireEqual(records.transact { try $0.append([2], to: log) }, 1, "number")
      try await requireEqual(records.read { try $0.entries(of: log, from: 0, limit: 9) }, [[0], [2]], "entries")
    },
    ArchiveBehaviour("concurrent appends get different numbers") { bench in
      let records = try await bench.archive.records
      let numbers = try await withThrowingTaskGroup(of: Int.self) { group in
        for index in 0..<50 { group.addTask { try await records.transact { try $0.append([UInt8(index)], to: log) } } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      try requireEqual(numbers.sorted(), Array(0..<50), "numbers")
      let entries = try await records.read { try $0.entries(of: log, from: 0, limit: 100) }
      try requireEqual(Set(entries).count, 50, "different entries")
    },
    ArchiveBehaviour("a log is read from any number, page by page") { bench in
      let records = try await bench.archive.records
      try await records.transact { records in
        for number in UInt8(0)..<25 { _ = try records.append([number], to: log) }
      }
      for (first, limit, expected) in [
        (0, 10, 0..<10), (10, 10, 10..<20), (20, 10, 20..<25), (25, 10, 25..<25), (3, 0, 3..<3),
      ] {
        let found = try await records.read { try $0.entries(of: log, from: first, limit: limit) }
        try requireEqual(found, expected.map { [UInt8($0)] }, "entries from \(first), at most \(limit)")
      }
    },
  ]

  private static let log = RecordTable("decisions")
}
