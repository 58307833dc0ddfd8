public import SemperCoding
import SemperCryptography
import SemperModel
import SemperStatements

/// What one transfer carries: bytes and what kind of thing they are, such as a container made ready for the wire.
///
/// Small, because a journal keeps it: larger content goes beside it as a stream or as sealed content, and the package
/// holds its root.
public struct TransferPackage: Hashable, Sendable, CanonicalValue {
  /// 1 MiB.
  public static let largest = 1 << 20
  public let form: Designation
  public let bytes: [UInt8]

  /// Refuses an empty package and one of more than 1 MiB.
  public init(form: Designation, bytes: [UInt8]) throws(CodingError) {
    guard (1...Self.largest).contains(bytes.count) else {
      throw CodingError(.tooLarge, "a package has 1 to \(Self.largest) bytes: send larger content as a stream")
    }
    self.form = form
    self.bytes = bytes
  }

  public var json: JSON { .fields(["bytes": ByteString(bytes).json, "form": form.json]) }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let bytes: ByteString = try fields.value("bytes")
    try self.init(form: fields.value("form"), bytes: bytes.bytes)
    try fields.close()
  }
}
