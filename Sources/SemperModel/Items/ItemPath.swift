public import SemperCoding

/// The place of an item in a container, as names from the root joined by `/`, such as `goods/course`.
public enum ItemPath {
  /// The text itself when it is a path: 1 to 100 characters, names of `a-z`, `0-9` and `-`.
  public static func checked(_ text: String) throws(CodingError) -> String {
    let names = text.split(separator: "/", omittingEmptySubsequences: false)
    guard text.utf8.count <= 100,
      names.allSatisfy({ name in
        !name.isEmpty
          && name.utf8.allSatisfy {
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0
              || $0 == UInt8(ascii: "-")
          }
      })
    else { throw CodingError(.wrongForm, "an item path is names of a-z, 0-9 and - joined by /") }
    return text
  }
}
