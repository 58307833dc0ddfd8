import ArgumentParser
import Foundation
import SemperCoding
import SemperExchange
import SemperTrustedUI

/// What two sides give each other, on the command line or in files, and what they wish.
struct MixOptions: ParsableArguments {
  @Option(
    help:
      "An item that the side that proposes gives: KIND, KIND:BYTES, then ,ATTRIBUTE such as ,fairness=S. May be repeated."
  )
  var gives: [String] = []
  @Option(help: "An item that it expects, in the same words. May be repeated.")
  var expects: [String] = []
  @Option(help: "A file with what it gives: a list of items, or a container of parts with attributes.")
  var offer: String?
  @Option(help: "A file with what it expects, in the same form.")
  var expect: String?
  @Option(help: "The least fairness that both accept: S, SW, C, I or E.")
  var atLeast: FairnessLevel?
  @Flag(help: "No arbiter may see anybody's data, but for one chunk of what is complained about.")
  var arbiterSeesNothing = false
  @Flag(help: "The side that opens second is ready to lock a bond.")
  var bond = false
  @Flag(help: "The items are pieces that are worth something one by one.")
  var pieces = false

  /// Whether anything is said of what is given.
  var isGiven: Bool { !gives.isEmpty || !expects.isEmpty || offer != nil || expect != nil }

  /// Throws a `ValidationError` in the person's words for what cannot be read.
  func draft(_ texts: Texts) throws -> ExchangeDraft {
    ExchangeDraft(
      proposer: try Self.side("--gives", gives, offer, texts),
      invited: try Self.side("--expects", expects, expect, texts),
      wish: PlanWish(
        atLeast: atLeast ?? .evidence, arbiterMaySeeData: !arbiterSeesNothing, offersBond: bond, hasPieces: pieces))
  }

  private static func side(
    _ option: String, _ words: [String], _ file: String?, _ texts: Texts
  ) throws -> ExchangeDraft.Side {
    guard let file else { return try ItemWords.side(words, texts) }
    guard words.isEmpty else { throw ValidationError(texts(ExchangeText.exchangeErrorTwice, ["option": option])) }
    do {
      guard let data = FileManager.default.contents(atPath: file) else { throw CodingError(.missing, "no such file") }
      let json = try CanonicalJSON.parse(Array(data))
      if case .array = json { return ExchangeDraft.Side(try [DraftItem](json: json)) }
      return try ExchangeDraft.Side(json: json)
    } catch {
      throw ValidationError(texts(ExchangeText.exchangeErrorDraft, ["path": file, "why": "\(error)"]))
    }
  }
}
