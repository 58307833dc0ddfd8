import SemperCoding
public import SemperCryptography
public import SemperModel

/// A file of metadata as it travels: its content with signatures, of which nobody has verified any. What a directory is
/// trusted to say stands in a `TrustedDirectory`.
public struct SignedMetadata<Content: MetadataContent>: Sendable, Equatable {
  static var mostSignatures: Int { 256 }

  public let content: Content
  /// The file.
  public let bytes: [UInt8]
  /// What the signatures are over.
  private let document: [UInt8]
  /// By the id of the key.
  private let signatures: [String: [UInt8]]

  public static func == (left: Self, right: Self) -> Bool { left.bytes == right.bytes }

  /// From a file of somebody else. Refuses with blame on the provider: `malformed`, which is also a file of another role, and
  /// two signatures under one key.
  public init(reading bytes: [UInt8]) throws(Refusal) {
    do {
      let json = try CanonicalJSON.parse(
        bytes, limits: DecodingLimits(bytes: max(bytes.count, 2), depth: 12, members: 400_000))
      var fields = try ObjectReader(json)
      let signed: JSON = try fields.value("signed")
      let written: [JSON] = try fields.value("signatures")
      content = try Content(json: signed)
      document = try MetadataForm.bytes(signed)
      signatures = try Self.signatures(in: written)
    } catch {
      throw Refusal(
        .malformed, blame: .provider,
        "the directory's file of type “\(Content.type)” cannot be read: \(error); tell who runs the directory")
    }
    self.bytes = bytes
  }

  private static func signatures(in list: [JSON]) throws(CodingError) -> [String: [UInt8]] {
    guard list.count <= mostSignatures else {
      throw CodingError(.tooMany, "a file has at most \(mostSignatures) signatures")
    }
    var signatures = [String: [UInt8]]()
    for element in list {
      var fields = try ObjectReader(element)
      let id = try Hexadecimal.checkedDigest(fields.value("keyid"))
      guard signatures[id] == nil else { throw CodingError(.duplicateName, "a key has signed twice") }
      // Empty where a key that may sign has not.
      signatures[id] = try Hexadecimal.bytes(fields.value("sig"))
    }
    return signatures
  }

  /// Signs a content of our own.
  public init(signing content: Content, with keys: [SigningKey]) throws(CryptographyError) {
    let document: [UInt8]
    do { document = try MetadataForm.bytes(content.json) } catch {
      preconditionFailure("metadata of our own holds no fractions")
    }
    var signatures = [String: [UInt8]]()
    for key in keys { signatures[try DirectoryKey(key.publicKey).id] = try key.signature(beside: document) }
    self.init(content, document, signatures)
  }

  private init(_ content: Content, _ document: [UInt8], _ signatures: [String: [UInt8]]) {
    self.content = content
    self.document = document
    self.signatures = signatures
    let list = signatures.sorted { $0.key < $1.key }.map { id, signature -> JSON in
      .fields(["keyid": id.json, "sig": Hexadecimal.text(signature).json])
    }
    bytes = CanonicalJSON.encode(.fields(["signatures": .array(list), "signed": content.json]))
  }

  /// The same with one more signature: keys of one role may be in several hands. The content must be one that this library
  /// wrote; `nil` where writing it anew would change what the others have signed.
  public func cosigned(by key: SigningKey) throws(CryptographyError) -> SignedMetadata? {
    guard let written = try? MetadataForm.bytes(content.json), written == document else { return nil }
    var all = signatures
    all[try DirectoryKey(key.publicKey).id] = try key.signature(beside: document)
    return SignedMetadata(content, document, all)
  }

  /// Refuses (`tooFewSignatures`, blame on the provider) what fewer of these keys have signed than the threshold says.
  func requireSigned(by holders: KeyHolders, among keys: [DirectoryKey]) throws(Refusal) {
    var signed = Set<PublicKey>()
    for id in holders.ids {
      guard let signature = signatures[id], let key = keys.first(where: { $0.id == id }),
        key.publicKey.isValid(signature, beside: document)
      else { continue }
      signed.insert(key.publicKey)
    }
    guard signed.count >= holders.threshold else {
      throw Refusal(
        .tooFewSignatures, blame: .provider,
        "\(signed.count) of the \(holders.threshold) keys that must sign the directory's file of type “\(Content.type)” have signed it; do not use it, and tell who runs the directory"
      )
    }
  }

  func requireSigned(by role: TopRole, of root: RootMetadata) throws(Refusal) {
    guard let holders = root.roles[role] else {
      throw Refusal(.tooFewSignatures, blame: .provider, "the root names nobody for “\(role.rawValue)”")
    }
    try requireSigned(by: holders, among: root.keys)
  }

  /// Refuses (`expired`, blame on the provider) what is no longer in force: somebody may withhold its successor.
  func requireInForce(at time: Timestamp, _ name: String) throws(Refusal) {
    guard time < content.expires else {
      throw Refusal(
        .expired, blame: .provider,
        "the directory's \(name) was good until \(content.expires) only, and there is no newer one to be had; ask another mirror or later, for what it lists may be out of date"
      )
    }
  }
}
