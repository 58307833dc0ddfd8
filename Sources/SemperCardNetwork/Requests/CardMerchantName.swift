public import SemperCoding

/// The card acceptor as messages name it: category (element 18), terminal (41), number (42), name and place (43).
public struct CardMerchantName: Hashable, Sendable {
  public let category: String
  public let terminal: String
  public let id: String
  public let name: String

  /// Fills terminal, number and name up with spaces; refuses what is too long or has other characters.
  public init(category: String, terminal: String, id: String, name: String) throws(CodingError) {
    func padded(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(0, width - text.utf8.count))
    }
    self.category = category
    self.terminal = padded(terminal, 8)
    self.id = padded(id, 15)
    self.name = padded(name, 40)
    for (element, text) in [(18, category), (41, self.terminal), (42, self.id), (43, self.name)] {
      try FieldTable.formats[element]?.check(text.utf8, of: element)
    }
  }
}
