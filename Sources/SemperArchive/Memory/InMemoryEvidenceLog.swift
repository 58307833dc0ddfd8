import SemperModel

struct InMemoryEvidenceLog: EvidenceLog {
  let process: InMemoryProcess

  func add(_ item: EvidenceItem) async throws {
    try process.write("evidence \(item.form) of deal \(item.deal)") { content in
      guard !content.evidence.contains(where: { $0.item == item }) else { return }
      content.evidenceHead.append(item)
      content.evidence.append(.init(item: item, link: content.evidenceHead.link.bytes))
    }
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
