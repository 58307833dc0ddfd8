import Foundation
import Mustache
import SemperCommerce
import SemperModel
import SemperStatements
import SemperTrustedUI

/// The shop's pages, rendered from templates. Everything that comes from outside is escaped by them.
struct ShopPages: Sendable {
  private let library: MustacheLibrary
  private let texts: Wording
  private let organisation: HumanText
  private var conditions: Catalogue.Conditions?
  /// The one style sheet.
  let style: [UInt8]

  static func load(organisation: HumanText) throws -> ShopPages {
    let templates = try ["layout", "catalogue", "course", "missing"].map { name in
      (name, try MustacheTemplate(string: String(decoding: file("templates", "\(name).mustache"), as: UTF8.self)))
    }
    return ShopPages(
      library: MustacheLibrary(templates: Dictionary(uniqueKeysWithValues: templates)),
      texts: try Wording(in: directory("texts")), organisation: organisation,
      style: Array(try file("style", "shop.css")))
  }

  private init(
    library: MustacheLibrary, texts: Wording, organisation: HumanText, style: [UInt8]
  ) {
    self.library = library
    self.texts = texts
    self.organisation = organisation
    self.style = style
  }

  /// The same pages, knowing the shop's conditions.
  func about(_ conditions: Catalogue.Conditions) -> ShopPages {
    var pages = self
    pages.conditions = conditions
    return pages
  }

  func catalogue(_ entries: [CatalogueEntry], in language: Language) -> String {
    let texts = self.texts[language]
    let courses = entries.map { entry -> [String: Any] in
      heading(entry, texts).merging(["href": "/courses/\(entry.course.slug)" + query(language)]) { $1 }
    }
    return render("catalogue", texts, path: "/", title: texts.text("catalogue.title"), ["courses": courses])
  }

  func course(_ entry: CatalogueEntry, in language: Language) -> String {
    guard let conditions else { preconditionFailure("a prepared shop has conditions") }
    let texts = self.texts[language]
    let view = CourseView(entry: entry, conditions: conditions, organisation: organisation, texts: texts)
    return render(
      "course", texts, path: "/courses/\(entry.course.slug)", title: entry.course.title[language].text,
      heading(entry, texts).merging(view.fields) { $1 })
  }

  func missing(in language: Language) -> String {
    let texts = self.texts[language]
    return render("missing", texts, path: "/", title: texts.text("missing.title"), [:])
  }

  private func heading(_ entry: CatalogueEntry, _ texts: Texts) -> [String: Any] {
    let course = entry.course
    let wanted = texts.language.rawValue
    return [
      "contentLanguage": course.language, "title": course.title[wanted].text,
      "titleLanguage": course.title.language(for: wanted),
      "summary": course.summary[wanted].text, "summaryLanguage": course.summary.language(for: wanted),
      "price": texts.price(course.price), "size": texts.size(course.manifest.length),
      "courseLanguage": texts.words["language.\(course.language)"] ?? course.language,
      "files": texts.count(Int64(course.manifest.files.count), "files"),
    ]
  }

  private func render(
    _ template: String, _ texts: Texts, path: String, title: String, _ fields: [String: Any]
  ) -> String {
    let languages = Language.allCases.map { language -> [String: Any] in
      [
        "tag": language.rawValue, "name": language.name, "href": "\(path)?lang=\(language.rawValue)",
        "current": language == texts.language,
      ]
    }
    let words = texts.words.reduce(into: [String: Any]()) { words, word in
      words[word.key.replacingOccurrences(of: ".", with: "_")] = word.value
    }
    let context = fields.merging([
      "lang": texts.language.rawValue, "pageTitle": title, "shop": organisation.text, "languages": languages,
      "t": words, "home": "/" + query(texts.language),
    ]) { $1 }
    guard let page = library.render(context, withTemplate: template) else {
      preconditionFailure("the template \(template) was loaded")
    }
    return page
  }

  /// The language stays what it is from page to page, without a cookie.
  private func query(_ language: Language) -> String { "?lang=\(language.rawValue)" }

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
