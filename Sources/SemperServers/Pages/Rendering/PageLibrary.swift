import Foundation
import Mustache
import SemperTrustedUI

/// What all pages for people have in common: one layout, one style sheet, the texts in each language, no program. Everything that comes from
/// outside is escaped.
struct PageLibrary: Sendable {
  private let templates: MustacheLibrary
  private let wording: Wording
  /// The one style sheet.
  let style: [UInt8]

  /// - Parameter names: of the templates beside the layout.
  init(_ names: [String]) throws {
    MustacheContentTypes.register(PageText(), named: PageText.name)
    let templates = try (["layout"] + names).map { name in
      let text = String(decoding: try Self.file("templates", "\(name).mustache"), as: UTF8.self)
      return (name, try MustacheTemplate(string: "{{% CONTENT_TYPE:\(PageText.name)}}" + text))
    }
    self.templates = MustacheLibrary(templates: Dictionary(uniqueKeysWithValues: templates))
    wording = try Wording(in: Self.directory("texts"))
    style = Array(try Self.file("style", "shop.css"))
  }

  func texts(_ language: Language) -> Texts { wording[language] }

  /// - Parameters:
  ///   - path: where this page is to be had in another language.
  ///   - home: where the name of whoever runs the pages leads.
  func render(
    _ template: String, _ texts: Texts, path: String, title: String, brand: String, home: String,
    _ fields: [String: Any]
  ) -> String {
    let languages = Language.allCases.map { language -> [String: Any] in
      [
        "tag": language.rawValue, "name": language.name, "href": path + Self.query(language),
        "current": language == texts.language,
      ]
    }
    let words = texts.words.reduce(into: [String: Any]()) { words, word in
      words[word.key.replacingOccurrences(of: ".", with: "_")] = word.value
    }
    let context = fields.merging([
      "lang": texts.language.rawValue, "pageTitle": title, "brand": brand, "languages": languages, "t": words,
      "home": home + Self.query(texts.language),
    ]) { $1 }
    guard let page = templates.render(context, withTemplate: template) else {
      preconditionFailure("the template \(template) was loaded")
    }
    return page
  }

  /// The language stays what it is from page to page, without a cookie.
  static func query(_ language: Language) -> String { "?lang=\(language.rawValue)" }

  private static func directory(_ name: String) throws(ServerError) -> URL {
    guard let resources = Bundle.module.resourceURL else {
      throw ServerError(.resource, "the pages are not beside the program; install it with its resources")
    }
    return resources.appending(path: name)
  }

  private static func file(_ directory: String, _ name: String) throws(ServerError) -> Data {
    let url = try self.directory(directory).appending(path: name)
    do {
      return try Data(contentsOf: url)
    } catch {
      throw ServerError(.resource, "\(url.path) cannot be read; install the program with its resources")
    }
  }
}
