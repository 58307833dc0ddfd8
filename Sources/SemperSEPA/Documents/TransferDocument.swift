import SemperBank
import SemperCoding
import SemperModel

/// A message of ISO 20022 as this system writes it. Reading is strict: a document must have exactly the elements that writing
/// gives, in the same order; only white space and the quoting of characters are free.
protocol TransferDocument: Hashable, Sendable {
  /// The message's name with variant and version, such as `pacs.008.001.08`.
  static var message: String { get }
  /// The one element below `Document`.
  var element: XMLElement { get }
  /// Takes from that element what differs between documents.
  init(_ element: XMLElement) throws(CodingError)
}

extension TransferDocument {
  private static var namespace: String { "urn:iso:std:iso:20022:tech:xsd:" + message }

  var bytes: [UInt8] { XMLElement("Document", [element]).document(namespace: Self.namespace) }

  /// Refuses another schema, and elements that are missing, out of place or more than there should be.
  init(bytes: [UInt8]) throws(CodingError) {
    let (root, namespace) = try XMLReader.read(bytes)
    guard namespace == Self.namespace, root.name == "Document", case .elements(let elements) = root.content,
      elements.count == 1
    else { throw CodingError(.wrongType, "a document of \(Self.message) is expected") }
    try self.init(elements[0])
    guard element == elements[0] else {
      throw CodingError(.unknownMember, "the \(Self.message) has not exactly the elements that are read here")
    }
  }
}

/// Names and digests as hexadecimal digits, which every character set of banks has. The 32 of a name fit the 35 characters that
/// names in ISO 20022 have.
enum DocumentName {
  private static let digits = Array("0123456789abcdef".utf8)

  static func text(_ bytes: some Sequence<UInt8>) -> String {
    String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  static func operation(_ text: String) throws(CodingError) -> ID<Operation> { try ID(bytes: try bytes(text)) }
  static func digest(_ text: String) throws(CodingError) -> Digest { try Digest(bytes: try bytes(text)) }

  private static func bytes(_ text: String) throws(CodingError) -> [UInt8] {
    let values = text.utf8.compactMap { digits.firstIndex(of: $0) }
    guard text.utf8.count == values.count, values.count.isMultiple(of: 2) else {
      throw CodingError(.wrongForm, "a name is written in lower-case hexadecimal digits")
    }
    return stride(from: 0, to: values.count, by: 2).map { UInt8(values[$0] << 4 | values[$0 + 1]) }
  }
}
