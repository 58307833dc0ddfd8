import Glibc
import SemperCoding

/// The `typ` of every signed statement in a body, found by its protected header: `"protected":"<base64url>"`.
enum StatementTypes {
  private static let mark = Array("\"protected\":\"".utf8)

  static func find(in body: [UInt8]) -> Set<String> {
    var types: Set<String> = []
    var start = 0
    while let begin = next(in: body, from: start) {
      let end = body[begin...].firstIndex(of: UInt8(ascii: "\"")) ?? body.count
      start = end
      guard end - begin <= 65536,
        let header = try? Base64URL.decode(String(decoding: body[begin..<end], as: UTF8.self)),
        case .string(let type)? = (try? CanonicalJSON.parse(header))?["typ"]
      else { continue }
      types.insert(type)
    }
    return types
  }

  /// Where the header begins that comes next.
  private static func next(in body: [UInt8], from start: Int) -> Int? {
    body.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return nil }
      var at = start
      while at + mark.count <= bytes.count {
        guard let quote = memchr(base + at, Int32(mark[0]), bytes.count - at) else { return nil }
        at = UnsafeRawPointer(quote) - base
        if at + mark.count <= bytes.count, memcmp(base + at, mark, mark.count) == 0 { return at + mark.count }
        at += 1
      }
      return nil
    }
  }
}
