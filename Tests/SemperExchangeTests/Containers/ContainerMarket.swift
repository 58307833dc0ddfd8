import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements
import SemperTesting

/// A sender with a certified key, receivers with sealing keys, and containers between them.
struct ContainerMarket: Sendable {
  static let now = Timestamp(seconds: 1_795_000_000)
  static let context = Digest(of: Array("deal 7, step 2".utf8), for: .context)

  /// By which the sender is known, and which an authority has certified.
  let known = SigningKey()
  let knownSeal = SealingKey()
  /// A pseudonym's.
  let fresh = SigningKey()
  let stranger = SigningKey()
  let strangerSeal = SealingKey()
  let receiver = SigningKey()
  let seal = SealingKey()
  let otherSeal = SealingKey()
  let authority: CertificateAuthority
  let certificate: [UInt8]

  init() throws {
    var system = SystemRandomNumberGenerator()
    let year = Span(seconds: 365 * 86_400)
    authority = try CertificateAuthority(
      founding: "Authority for tests", key: SigningKey(), from: Self.now, for: year, using: &system)
    let subject = try CertificateSubject(organisation: "A seller", role: .seller, address: nil)
    certificate = try authority.issue(
      CertificateRequest(subject, for: known), from: Self.now, for: Span(seconds: 86_400), using: &system)
  }

  /// The sender under its own name; `pseudonym` has a fresh key in place of the known one.
  func sender(pseudonym: Bool = false) -> ContainerSender {
    ContainerSender(
      signingKey: pseudonym ? fresh : known, certificates: [certificate], sealingKey: knownSeal,
      knownKeys: [known.thumbprint], knownSealingKeys: [knownSeal.publicKey])
  }

  /// Certificates of sellers, judged at the time of the tests.
  var certified: CertificatePolicy {
    CertificatePolicy(roots: [authority.certificate], role: .seller, time: Self.now)
  }

  static func data(_ text: String) throws -> ContainerItem {
    .data(try DataItem(mediaType: MediaType("text/plain"), bytes: Array(text.utf8)))
  }

  static func leaf(_ name: String, _ item: ContainerItem, salt seed: UInt64 = 1) throws -> ContainerNode {
    var numbers = SeededNumbers(seed)
    return .leaf(try ContainerLeaf(name: name, salt: Nonce(using: &numbers), item: item))
  }

  static func branch(
    _ name: String, _ attributes: SecurityAttributes, _ children: [ContainerNode]
  ) throws -> ContainerBranch {
    try ContainerBranch(name: name, attributes: attributes, children: children)
  }

  /// One note under these demands.
  static func note(_ text: String, _ attributes: SecurityAttributes) throws -> Container {
    try Container(root: branch("letter", attributes, [leaf("note", data(text))]), context: context)
  }

  func pack(
    _ container: Container, from sender: ContainerSender? = nil, to recipients: ContainerRecipients? = nil
  ) throws -> PackedContainer {
    var numbers = SeededNumbers(3)
    let packer = ContainerPacker(
      sender: sender ?? self.sender(), recipients: recipients ?? ContainerRecipients([seal.publicKey]),
      receiver: receiver.publicKey)
    return try packer.pack(container, using: &numbers)
  }

  func verifier(
    _ sender: ContainerPolicy.Sender = .anybody, demands: SecurityAttributes = .none, digest: Digest? = nil
  ) throws -> ContainerVerifier {
    try ContainerVerifier(
      policy: ContainerPolicy(sender: sender, demands: demands, context: Self.context, digest: digest))
  }
}

extension UnverifiedContainer {
  /// The same with one member of its JSON form replaced, as somebody on the way can do.
  func replacing(_ member: String, by value: JSON) throws -> UnverifiedContainer {
    guard let object = json.object else { throw CodingError(.wrongType, "an object is expected") }
    return try UnverifiedContainer(json: .object(object.with(member, value)))
  }
}
