public import SemperCoding
import Yams

/// A YAML text as JSON, with the place of each of its values.
public struct YAMLDocument: Sendable {
  public static let largest = 256 << 10
  /// Values, aliases counted each time.
  static let mostValues = 20_000
  static let deepest = 32

  public let json: JSON
  private let marks: [[String]: Mark]

  /// Counted from 1; columns in characters.
  public struct Mark: Hashable, Sendable {
    public let line: Int
    public let column: Int

    public init(line: Int, column: Int) {
      self.line = line
      self.column = column
    }
  }

  /// Refuses what is no YAML, more than one document, two members of one name, tags, and what is too large or too deep.
  public init(_ text: String) throws(YAMLFault) {
    guard text.utf8.count <= Self.largest else {
      throw YAMLFault(nil, "the file has more than \(Self.largest) bytes")
    }
    let node: Node?
    do { node = try Yams.compose(yaml: text) } catch { throw YAMLFault(error) }
    guard let node else { throw YAMLFault(nil, "the file is empty") }
    var reader = YAMLReader()
    json = try reader.json(node, at: [])
    marks = reader.marks
  }

  /// Where a value stands, or what it is in, if it is missing there.
  public func mark(of place: [String]) -> Mark? {
    var place = place
    while true {
      if let mark = marks[place] { return mark }
      guard !place.isEmpty else { return nil }
      place.removeLast()
    }
  }
}
