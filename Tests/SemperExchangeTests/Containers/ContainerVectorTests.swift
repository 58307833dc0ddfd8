import Foundation
import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements
import SemperTesting
import Testing

/// `Tests/Vectors/containers` fixes the form of containers: an independent reader opens and verifies each of them, and
/// ours keeps doing so.
@Suite("Containers as independent code reads them")
struct ContainerVectorTests {
  private static let root: URL = {
    var folder = URL(filePath: #filePath)
    for _ in 0..<4 { folder.deleteLastPathComponent() }
    return folder
  }()
  private static let file = root.appending(path: "Tests/Vectors/containers/containers.json")
  private static let limits = DecodingLimits(bytes: 4 << 20, members: 100_000)

  @Test("the vectors keep their meaning")
  func meaning() throws {
    if ProcessInfo.processInfo.environment["SEMPER_WRITE_VECTORS"] != nil {
      try FileManager.default.createDirectory(
        at: Self.file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(Self.written().canonicalBytes).write(to: Self.file)
    }
    var vectors = try ObjectReader(
      CanonicalJSON.decode(Array(Data(contentsOf: Self.file)), limits: Self.limits))
    let packages: [JSON] = try vectors.value("packages")
    let disclosures: [JSON] = try vectors.value("disclosures")
    #expect(packages.count == 5 && disclosures.count == 3)
    for json in packages {
      var fields = try ObjectReader(json)
      let (package, expected): (UnverifiedContainer, JSON) = (
        try fields.value("package"), try fields.value("expected")
      )
      let key: ByteString? = try fields.optional("key")
      #expect(
        try Self.read(
          package, key: key.map { try SealingKey(rawRepresentation: $0.bytes) },
          released: fields.optional("released")) == expected)
    }
    for json in disclosures {
      var fields = try ObjectReader(json)
      let (disclosure, expected): (Disclosure, JSON) = (
        try fields.value("disclosure"), try fields.value("expected")
      )
      #expect(try Self.read(disclosure) == expected)
    }
  }

  @Test("the oracle reads the same")
  func oracle() throws {
    let process = try Oracle.program("containers", [Self.file.path])
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  private static func read(
    _ package: UnverifiedContainer, key: SealingKey?, released: ReleasedKeys?
  ) throws -> JSON {
    let held = try ContainerMarket.lenientVerifier().verify(package, opening: key, released: released)
    let sender: JSON =
      switch held.origin {
      case .unproven: .fields([:])
      case .tagged(let key): .fields(["tagged": key.json])
      case .signed(let key): .fields(["signed": key.thumbprint.json])
      case .certified(let identity): .fields(["signed": identity.key.thumbprint.json])
      }
    return .fields([
      "closed": held.closedParts.count.json, "digest": held.digest.json, "entries": json(of: held.entries),
      "sender": sender,
    ])
  }

  private static func read(_ disclosure: Disclosure) throws -> JSON {
    let verified = try ContainerMarket.lenientVerifier().verify(disclosure)
    return .fields(["digest": verified.container.json, "entries": json(of: verified.entries)])
  }

  private static func json(of entries: [ContainerEntry]) -> JSON {
    .array(
      entries.map {
        .fields(["attributes": $0.attributes.json, "item": $0.item.json, "path": $0.path.json])
      })
  }

  /// Five packages and three disclosures, made anew.
  private static func written() throws -> JSON {
    let market = try ContainerMarket()
    let order = try order(market)
    let two = ContainerRecipients(
      [market.seal.publicKey, market.otherSeal.publicKey], narrower: ["goods/secret": [market.seal.publicKey]])
    let signed = try market.pack(order, to: two)
    let tagged = try market.pack(
      ContainerMarket.note("between us", SecurityAttributes(confidentiality: true, authenticity: .key)),
      to: ContainerRecipients(two.all))
    let anonymous = try market.pack(
      ContainerMarket.note(
        "guess who",
        SecurityAttributes(
          anonymity: true, originNonRepudiation: true, receiptNonRepudiation: true, fairness: .strong)),
      from: market.sender(pseudonym: true))
    let bare = try market.pack(ContainerMarket.note("to all", .none)).package
    guard case .signed(let statement) = anonymous.package.proof else { throw CodingError(.missing, "a statement") }
    let released = try anonymous.keys(for: statement.countersigned(by: market.receiver))
    func package(
      _ name: String, _ package: UnverifiedContainer, _ key: SealingKey?, _ released: ReleasedKeys? = nil
    ) throws -> JSON {
      .fields([
        "expected": try read(package, key: key, released: released),
        "key": key.map { ByteString($0.rawRepresentation).json }, "name": name.json, "package": package.json,
        "released": released?.json,
      ])
    }
    let held = try ContainerMarket.lenientVerifier().verify(signed.package, opening: market.seal)
    return .fields([
      "disclosures": .array(
        try ["goods/list/b", "goods/secret", ""].map { path in
          let disclosure = try Disclosure(of: path, in: held)
          return .fields([
            "disclosure": disclosure.json, "expected": try read(disclosure), "name": "part “\(path)”".json,
          ])
        }),
      "packages": .array([
        try package("signed, for a recipient of everything", signed.package, market.seal),
        try package("signed, for a recipient of a part", signed.package, market.otherSeal),
        try package("tagged", tagged.package, market.otherSeal),
        try package("anonymous, with its keys released for a receipt", anonymous.package, market.seal, released),
        try package("bare", bare, nil),
      ]),
    ])
  }

  private static func order(_ market: ContainerMarket) throws -> Container {
    let money = try Money("5.00", Currency(code: "EUR"))
    let content = try ContentRoot(json: .fields(["length": 70_000.json, "root": ContainerMarket.context.json]))
    let secret = try ContainerMarket.branch(
      "secret", SecurityAttributes(authenticity: .key), [ContainerMarket.leaf("street", ContainerMarket.data("Elm"))])
    let list = try ContainerMarket.branch(
      "list", SecurityAttributes(fairness: .strongWithWindow),
      ["a", "b", "c", "d", "e"].enumerated().map {
        try ContainerMarket.leaf($0.element, ContainerMarket.data("item \($0.element)"), salt: UInt64(30 + $0.offset))
      } + [ContainerMarket.leaf("film", .content(content), salt: 40)])
    let goods = try ContainerMarket.branch(
      "goods", SecurityAttributes(confidentiality: true), [.branch(list), .branch(secret)])
    let payment = try PaymentItem(amount: money, payee: market.receiver.thumbprint, ledger: market.stranger.thumbprint)
    let credential = try CredentialItem(
      format: MediaType("application/octet-stream"), bytes: [0, 1, 254, 255], issuer: market.stranger.thumbprint,
      holder: market.known.thumbprint)
    return try Container(
      root: ContainerMarket.branch(
        "order", SecurityAttributes(originNonRepudiation: true),
        [
          ContainerMarket.leaf("price", .payment(payment), salt: 50),
          ContainerMarket.leaf("card", .credential(credential), salt: 51), .branch(goods),
        ]), context: ContainerMarket.context)
  }
}

extension ContainerMarket {
  fileprivate static func lenientVerifier() throws -> ContainerVerifier {
    try ContainerVerifier(policy: ContainerPolicy(sender: .anybody, demands: .none, context: context))
  }
}
