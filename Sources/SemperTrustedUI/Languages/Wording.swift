public import Foundation

/// The words of a program in every language.
public struct Wording: Sendable {
  private let texts: [Language: Texts]

  /// Throws `TextsError` when the file of a language is missing or is not one JSON object of strings.
  public init(in directory: URL) throws(TextsError) {
    var texts = [Language: Texts]()
    for language in Language.allCases { texts[language] = try Texts(language, in: directory) }
    self.texts = texts
  }

  /// A program's own words, in the folder `words` of its resources. Traps when it was installed without them: it could say
  /// nothing.
  public init(of bundle: Bundle) {
    do {
      guard let resources = bundle.resourceURL else { throw TextsError(message: "no resources beside the program") }
      try self.init(in: resources.appending(path: "words"))
    } catch {
      preconditionFailure("\(error)")
    }
  }

  public subscript(language: Language) -> Texts {
    guard let texts = texts[language] else { preconditionFailure("all languages were read") }
    return texts
  }
}
