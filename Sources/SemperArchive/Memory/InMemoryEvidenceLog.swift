import SemperModel

struct InMemoryEvidenceLog: EvidenceLog {
  let process: InMemoryProcess

  func add(_ items: [EvidenceItem]) async throws {
    try process.transact { $0.keep(items) }
  }

  func items(of deal: ID<Deal>) async throws -> [EvidenceItem] {
    try process.read { content in content.evidence.map(\.item).filter { $0.deal == deal } }
  }

  func verifyChain() async throws -> Int {
    try process.read { content in
      var chain = EvidenceChain()
      for stored in content.evidence { try chain.follow(stored.item, link: stored.link) }
      try chain.arrive(at: content.evidenceHead)
      return chain.count
    }
  }
}
