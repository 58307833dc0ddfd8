import Foundation

/// What goes over the pipes: a letter that says what it is, a length, the bytes.
struct Frame {
  enum Kind: UInt8 {
    case configuration = 0x63  // c
    case message = 0x6D  // m
    case claim = 0x74  // t
    case answer = 0x61  // a
    case toGateway = 0x67  // g
    case fromGateway = 0x72  // r
  }

  let kind: Kind
  let bytes: [UInt8]

  /// The next one; `nil` when the other side has closed.
  static func read(_ file: FileHandle) throws -> Frame? {
    guard let head = try file.read(upToCount: 5), head.count == 5, let kind = Kind(rawValue: head[0]) else {
      return nil
    }
    let count = head.dropFirst().reduce(0) { $0 << 8 | Int($1) }
    var bytes = [UInt8]()
    while bytes.count < count {
      guard let more = try file.read(upToCount: count - bytes.count), !more.isEmpty else { return nil }
      bytes += more
    }
    return Frame(kind: kind, bytes: bytes)
  }

  func write(_ file: FileHandle) throws {
    let length = withUnsafeBytes(of: UInt32(bytes.count).bigEndian) { Array($0) }
    try file.write(contentsOf: Data([kind.rawValue] + length + bytes))
  }
}
