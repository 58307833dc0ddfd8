import SemperCommerce
import SemperModel
import SemperStatements
import SemperTrustedUI

/// The shop's pages, rendered from templates.
struct ShopPages: Sendable {
  private let library: PageLibrary
  private let organisation: HumanText
  private var conditions: Catalogue.Conditions?

  init(organisation: HumanText) throws {
    library = try PageLibrary(["catalogue", "course", "missing"])
    self.organisation = organisation
  }

  /// The one style sheet.
  var style: [UInt8] { library.style }

  /// The same pages, knowing the shop's conditions.
  func about(_ conditions: Catalogue.Conditions) -> ShopPages {
    var pages = self
    pages.conditions = conditions
    return pages
  }

  func catalogue(_ entries: [CatalogueEntry], in language: Language) -> String {
    let texts = library.texts(language)
    let courses = entries.map { entry -> [String: Any] in
      heading(entry, texts).merging(["href": "/courses/\(entry.course.slug)" + PageLibrary.query(language)]) { $1 }
    }
    return render("catalogue", texts, path: "/", title: texts.text("catalogue.title"), ["courses": courses])
  }

  func course(_ entry: CatalogueEntry, in language: Language) -> String {
    guard let conditions else { preconditionFailure("a prepared shop has conditions") }
    let texts = library.texts(language)
    let view = CourseView(entry: entry, conditions: conditions, organisation: organisation, texts: texts)
    return render(
      "course", texts, path: "/courses/\(entry.course.slug)", title: entry.course.title[language].text,
      heading(entry, texts).merging(view.fields) { $1 })
  }

  func missing(in language: Language) -> String {
    let texts = library.texts(language)
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
    library.render(template, texts, path: path, title: title, brand: organisation.text, home: "/", fields)
  }
}
