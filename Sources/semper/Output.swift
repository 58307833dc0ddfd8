import Foundation
import SemperCoding

/// Standard output, the only place where results go.
enum Output {
  static func line(_ text: String) { FileHandle.standardOutput.write(Data((text + "\n").utf8)) }
  static func json(_ value: JSON) { line(String(decoding: CanonicalJSON.encode(value), as: UTF8.self)) }
}
