import SemperArchive

enum KeyBehaviours {
  static let all: [ArchiveBehaviour] = [
    ArchiveBehaviour("a secret comes back under its name, and nothing under another") { bench in
      let keys = try await bench.archive.keys
      try await keys.store(secret, named: "pkO")
      try await keys.store([], named: "empty")
      try await requireEqual(keys.secret(named: "pkO"), secret, "secret")
      try await requireEqual(keys.secret(named: "empty"), [], "empty secret")
      try await requireEqual(keys.secret(named: "pkR"), nil, "another name")
    },
    ArchiveBehaviour("a secret is never replaced") { bench in
      let keys = try await bench.archive.keys
      try await keys.store(secret, named: "pkO")
      let error = try await requireFailure("a second secret of one name") { try await keys.store([1], named: "pkO") }
      try requireEqual((error as? ArchiveError)?.code, .exists, "error")
      try await requireEqual(keys.secret(named: "pkO"), secret, "secret")
    },
    ArchiveBehaviour("a destroyed secret is gone, and others stay") { bench in
      let keys = try await bench.archive.keys
      try await keys.store(secret, named: "epoch-1")
      try await keys.store([1], named: "epoch-2")
      try await keys.destroy(named: "epoch-1")
      try await keys.destroy(named: "epoch-1")
      try await requireEqual(keys.secret(named: "epoch-1"), nil, "destroyed secret")
      try await bench.restart()
      let again = try await bench.archive.keys
      try await requireEqual(again.secret(named: "epoch-1"), nil, "destroyed secret after a restart")
      try await requireEqual(again.secret(named: "epoch-2"), [1], "another secret")
      try await again.store([2], named: "epoch-1")
      try await requireEqual(again.secret(named: "epoch-1"), [2], "a new secret under the old name")
    },
    ArchiveBehaviour("secrets lie sealed in the storage") { bench in
      try await bench.archive.keys.store(secret, named: "pkO")
      try await bench.restart()
      try await requireEqual(bench.archive.keys.secret(named: "pkO"), secret, "secret")
      let stored = try await bench.bytesAtRest()
      try require(stored.count > secret.count, "the storage is empty")
      try require(!contains(stored, secret), "the storage holds a plain secret")
    },
  ]

  private static let secret = Array("a canary that must not be found in the storage".utf8)

  private static func contains(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
    guard let first = part.first else { return true }
    return bytes.indices.contains { index in
      bytes[index] == first && bytes[index...].starts(with: part)
    }
  }
}
