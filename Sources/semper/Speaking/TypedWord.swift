import ArgumentParser
import Foundation
import SemperCoding
import SemperCommerce
import SemperTermsYAML
import SemperTrustedUI
import SemperWallet

/// What an owner types to a step of a deal: `give [FILE]`, `choose OPTION`, `decline` or `raise EXCEPTION`.
struct TypedWord: ParsableArguments {
  enum Verb: String, ExpressibleByArgument, CaseIterable {
    case give, choose, decline, raise
  }

  @Argument(help: "What to say to it: give (or sign), choose, decline, or raise an exception.")
  var word: Verb
  @Argument(
    help: ArgumentHelp(
      "With give: a file with the documents, in YAML or JSON; with choose: the option; with raise: the exception.",
      valueName: "value"))
  var value: String?

  enum Meaning {
    case word(StepWord)
    case exception(String)
  }

  func validate() throws {
    switch word {
    case .choose, .raise:
      guard value != nil else { throw ValidationError("“\(word.rawValue)” needs a name after it.") }
    case .decline:
      guard value == nil else { throw ValidationError("Nothing goes after “decline”.") }
    case .give: break
    }
  }

  func meaning() throws -> Meaning {
    switch word {
    case .give: .word(.give(FilledStep(try documents())))
    case .choose: .word(.choose(value ?? ""))
    case .decline: .word(.decline)
    case .raise: .exception(value ?? "")
    }
  }

  private func documents() throws -> GivenDocuments {
    guard let path = value else { return .none }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw WalletError(.notFound, .errorDocuments, ["file": path, "reason": "it cannot be read"])
    }
    do {
      return try GivenDocuments(json: YAMLDocument(String(decoding: data, as: UTF8.self)).json)
    } catch {
      throw WalletError(.notUnderstood, .errorDocuments, ["file": path, "reason": "\(error)"])
    }
  }
}
