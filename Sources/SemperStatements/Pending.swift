public import SemperCoding
public import SemperCryptography
public import SemperModel
public struct ContentRoot: Hashable, Sendable, CanonicalValue {
  public let root: Digest
  public var json: JSON { .fields(["root": root.json]) }
  public init(json: JSON) throws(CodingError) { var f = try ObjectReader(json); root = try f.value("root") }
}
public struct LockedData: Hashable, Sendable, CanonicalValue {
  public func fits(_ c: ContentRoot) -> Bool { true }
  public let root: Digest
  public let opening: Digest
  public var json: JSON { .fields(["root": root.json]) }
  public init(json: JSON) throws(CodingError) { var f = try ObjectReader(json); root = try f.value("root"); opening = root }
}
public struct ProofOfMisbehaviour: Hashable, Sendable, CanonicalValue {
  public let root: Digest
  public var json: JSON { .fields(["root": root.json]) }
  public init(json: JSON) throws(CodingError) { var f = try ObjectReader(json); root = try f.value("root") }
  public func holds(opening: ItemOpening, exchange: Digest, content: ContentRoot, locked: LockedData) -> Bool { true }
}
public struct ConditionalStatement: StatementContent {
  public static let kind = StatementKind.conditional
  public let exchange: Digest
  public let path: String
  public let document: Digest
  public let opening: Digest
  public let signer: Thumbprint
  public var signers: [Thumbprint] { [signer] }
  public var json: JSON { .fields(["root": document.json]) }
  public init(json: JSON) throws(CodingError) { var f = try ObjectReader(json); exchange = try f.value("root"); path = ""; document = exchange; opening = exchange; signer = try f.value("x") }
}
