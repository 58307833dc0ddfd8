import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements
import SemperTesting
import Testing

@Suite("The form of containers")
struct ContainerFormTests {
  private func deep(_ depth: Int) throws -> ContainerBranch {
    var node = try ContainerMarket.leaf("end", ContainerMarket.data("x"))
    for _ in 1..<depth { node = .branch(try ContainerMarket.branch("d", .none, [node])) }
    guard case .branch(let branch) = node else { throw CodingError(.outOfRange, "a tree has two levels") }
    return branch
  }

  private func wide(_ items: Int) throws -> ContainerBranch {
    var left = items
    var groups = [ContainerNode]()
    while left > 0 {
      let leaves = try (0..<min(left, 64)).map { try ContainerMarket.leaf("i\($0)", ContainerMarket.data("x")) }
      groups.append(.branch(try ContainerMarket.branch("g\(groups.count)", .none, leaves)))
      left -= leaves.count
    }
    return try ContainerMarket.branch("all", .none, groups)
  }

  private func data(_ bytes: Int) throws -> ContainerBranch {
    let leaves = try (0..<4).map { index in
      try ContainerMarket.leaf(
        "i\(index)",
        .data(DataItem(mediaType: .unknown, bytes: [UInt8](repeating: 7, count: bytes / 4))))
    }
    return try ContainerMarket.branch("all", .none, leaves)
  }

  private func code(_ root: () throws -> ContainerBranch) -> RefusalCode? {
    refusal(Result { try Container(root: root(), context: ContainerMarket.context) })
  }

  @Test("the limits hold exactly")
  func limits() throws {
    #expect(code { try deep(ContainerLimits.depth) } == nil)
    #expect(code { try deep(ContainerLimits.depth + 1) } == .malformed)
    #expect(code { try wide(125) } == nil)
    #expect(code { try wide(126) } == .malformed)
    #expect(code { try data(190_000) } == nil)
    #expect(code { try data(200_000) } == .malformed)
    let leaf = try ContainerMarket.leaf("x", ContainerMarket.data("x"))
    for children in [
      [], Array(repeating: leaf, count: 2),
      try (0..<65).map { try ContainerMarket.leaf("i\($0)", ContainerMarket.data("")) },
    ] {
      #expect(throws: CodingError.self) { _ = try ContainerMarket.branch("all", .none, children) }
    }
    for name in ["", "a/b", "A", "ä", String(repeating: "a", count: 101)] {
      #expect(throws: CodingError.self) { _ = try ContainerMarket.leaf(name, ContainerMarket.data("x")) }
    }
    #expect(throws: CodingError.self) {
      _ = try DataItem(mediaType: .unknown, bytes: [UInt8](repeating: 0, count: DataItem.largest + 1))
    }
    let key = SigningKey()
    for count in [0, CredentialItem.largest + 1] {
      #expect(throws: CodingError.self) {
        _ = try CredentialItem(
          format: .unknown, bytes: [UInt8](repeating: 0, count: count), issuer: key.thumbprint, holder: nil)
      }
    }
  }

  @Test("the largest container travels, sealed several times over")
  func largestTravels() throws {
    let market = try ContainerMarket()
    let keys = (0..<3).map { _ in SealingKey().publicKey } + [market.seal.publicKey]
    var branch = try data(185_000)
    for _ in 0..<3 { branch = try ContainerMarket.branch("all", .none, [.branch(branch)]) }
    branch = try ContainerMarket.branch(
      "top", SecurityAttributes(confidentiality: true, anonymity: true), branch.children)
    let container = try Container(root: branch, context: ContainerMarket.context)
    let recipients = ContainerRecipients(
      keys, narrower: ["all": Array(keys[1...]), "all/all": Array(keys[2...])])
    let package = try market.pack(container, to: recipients).package
    let again = try UnverifiedContainer(canonicalBytes: package.canonicalBytes)
    #expect(try market.verifier().verify(again, opening: market.seal).digest == container.digest)
  }

  @Test("items of every type keep their form", arguments: 0..<8)
  func items(_ number: Int) throws {
    let key = SigningKey()
    let statement = try SignedStatement(
      ContainerStatement(container: ContainerMarket.context, sender: key.publicKey, receiver: nil, recipients: []),
      signedBy: [key])
    let money = try Money("5.00", Currency(code: "EUR"))
    let content = try ContentRoot(json: .fields(["length": 7.json, "root": ContainerMarket.context.json]))
    let items: [ContainerItem] = [
      .payment(try PaymentItem(amount: money, payee: key.thumbprint, ledger: key.thumbprint)),
      .payment(
        try PaymentItem(
          amount: money, payee: key.thumbprint, ledger: key.thumbprint, reference: ContainerMarket.context)),
      .credential(try CredentialItem(format: .unknown, bytes: [1, 2], issuer: key.thumbprint, holder: nil)),
      .credential(try CredentialItem(format: .unknown, bytes: [1, 2], issuer: key.thumbprint, holder: key.thumbprint)),
      .statement(statement), try ContainerMarket.data(""), .content(content),
      .described(.statement(document: ContainerMarket.context)),
    ]
    let leaf = try ContainerMarket.leaf("item", items[number])
    let container = try Container(
      root: ContainerMarket.branch("all", .none, [leaf]), context: ContainerMarket.context)
    #expect(try Container(canonicalBytes: container.canonicalBytes) == container)
    #expect(try Container(canonicalBytes: container.canonicalBytes).digest == container.digest)
    #expect(throws: CodingError.self) {
      _ = try PaymentItem(
        amount: try Money("0.00", Currency(code: "EUR")), payee: key.thumbprint, ledger: key.thumbprint)
    }
  }

  @Test("what does not belong is refused")
  func decoding() throws {
    let market = try ContainerMarket()
    let package = try market.pack(
      ContainerMarket.note("x", SecurityAttributes(confidentiality: true, authenticity: .key))
    ).package
    guard case .object(let object) = package.json, case .object(let part)? = object["root"],
      case .object(let proof)? = object["proof"], case .array(let keys)? = part["keys"]
    else {
      Issue.record("the package is sealed and tagged")
      return
    }
    let leaf = try ContainerMarket.leaf("x", ContainerMarket.data("x"))
    for json in [
      JSON.object(object.with("more", 1.json)), .object(object.with("context", nil)),
      .object(object.with("root", leaf.json)), .object(object.with("root", .object(part.with("more", 1.json)))),
      .object(object.with("root", .object(part.with("keys", .array(keys + keys))))),
      .object(object.with("root", .object(part.with("keys", .array([ByteString([1]).json]))))),
      .object(object.with("proof", .object(proof.with("tags", .array([]))))),
      .object(object.with("proof", .object(proof.with("statement", 1.json)))),
      .object(object.with("proof", .object(proof.with("more", 1.json)))),
    ] {
      #expect(throws: CodingError.self) { _ = try UnverifiedContainer(json: json) }
    }
  }

  @Test("a statement names its recipients in order and nobody as its own receiver")
  func statement() throws {
    let key = SigningKey()
    let statement = ContainerStatement(
      container: ContainerMarket.context, sender: key.publicKey, receiver: SigningKey().publicKey,
      recipients: [SealingKey().publicKey, SealingKey().publicKey])
    #expect(try ContainerStatement(json: statement.json) == statement)
    guard case .object(let object) = statement.json, case .array(let recipients)? = object["recipients"] else {
      Issue.record("a statement is an object")
      return
    }
    for json in [
      JSON.object(object.with("receiver", key.publicKey.json)),
      .object(object.with("recipients", .array(recipients.reversed()))),
      .object(object.with("recipients", .array(recipients + [recipients[1]]))),
      .object(object.with("more", 1.json)),
    ] {
      #expect(throws: CodingError.self) { _ = try ContainerStatement(json: json) }
    }
  }
}
