import SemperArchive
import SemperModel

enum EvidenceBehaviours {
  static let all: [ArchiveBehaviour] =
    [
      ArchiveBehaviour("evidence of a deal comes back in order") { bench in
        let log = try await bench.archive.evidence
        let items = (0..<5).map { item($0, of: deal(1)) }
        for item in items { try await log.add(item) }
        try await requireEqual(log.items(of: deal(1)), items, "items")
        try await requireEqual(log.verifyChain(), 5, "entries in the chain")
      },
      ArchiveBehaviour("an empty evidence log verifies") { bench in
        try await requireEqual(bench.archive.evidence.verifyChain(), 0, "entries in the chain")
        try await requireEqual(bench.archive.evidence.items(of: deal(1)), [], "items")
      },
      ArchiveBehaviour("adding what the deal already has changes nothing") { bench in
        let log = try await bench.archive.evidence
        for number in [0, 1, 0, 1, 1] { try await log.add(item(number, of: deal(1))) }
        try await requireEqual(log.items(of: deal(1)), [item(0, of: deal(1)), item(1, of: deal(1))], "items")
        try await requireEqual(log.verifyChain(), 2, "entries in the chain")
      },
      ArchiveBehaviour("equal bytes in another deal or another form are another item") { bench in
        let log = try await bench.archive.evidence
        let items = [
          EvidenceItem(deal: deal(1), form: "order", bytes: [1]),
          EvidenceItem(deal: deal(1), form: "offer", bytes: [1]),
          EvidenceItem(deal: deal(2), form: "order", bytes: [1]),
        ]
        for item in items { try await log.add(item) }
        try await requireEqual(log.items(of: deal(1)), [items[0], items[1]], "items of the first deal")
        try await requireEqual(log.items(of: deal(2)), [items[2]], "items of the second deal")
      },
      ArchiveBehaviour("many writers of the same evidence add it once") { bench in
        let log = try await bench.archive.evidence
        _ = try await winners(of: 50) { _ in
          try await log.add(item(7, of: deal(1)))
          return true
        }
        try await requireEqual(log.verifyChain(), 1, "entries in the chain")
      },
      ArchiveBehaviour("acknowledged evidence survives a restart, and the chain goes on") { bench in
        for number in 0..<3 { try await bench.archive.evidence.add(item(number, of: deal(1))) }
        try await bench.restart()
        let log = try await bench.archive.evidence
        try await log.add(item(3, of: deal(2)))
        try await requireEqual(log.items(of: deal(1)).count, 3, "items")
        try await requireEqual(log.verifyChain(), 4, "entries in the chain")
      },
    ]
    + [Tampering.changeEvidence, .removeEvidence, .removeLastEvidence, .swapEvidence].map { how in
      ArchiveBehaviour("tampering with evidence is noticed by the chain: \(how)") { bench in
        let log = try await bench.archive.evidence
        _ = try await JournalBehaviours.write(3, to: JournalBehaviours.one, bench)
        for number in 0..<5 { try await log.add(item(number, of: deal(1))) }
        try await bench.tamper(how)
        let error = try await requireFailure("a changed log") { try await bench.archive.evidence.verifyChain() }
        try requireEqual((error as? ArchiveError)?.code, .corrupt, "error")
      }
    }

  static func item(_ number: Int, of deal: ID<Deal>) -> EvidenceItem {
    EvidenceItem(deal: deal, form: "order", bytes: Array("evidence \(number)".utf8))
  }

  static func deal(_ number: UInt8) -> ID<Deal> {
    do {
      return try ID(bytes: Array(repeating: number, count: ID<Deal>.size))
    } catch {
      preconditionFailure("an id has so many bytes")
    }
  }
}
