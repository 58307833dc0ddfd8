import ArgumentParser
import SemperCoding
import SemperExchange
import SemperTrustedUI

/// Items as they are written on a command line: `money`, `data:5000`, `small-data:100,confidentiality,fairness=S`.
enum ItemWords {
  /// An item with attributes is a part of its own, named after its number.
  static func side(_ words: [String], _ texts: Texts) throws -> ExchangeDraft.Side {
    var items = [JSON]()
    var parts = [JSON]()
    for (number, word) in words.enumerated() {
      do throws(CodingError) {
        let (item, attributes) = try read(word)
        guard let attributes else {
          items.append(item.json)
          continue
        }
        parts.append(
          .fields(["attributes": attributes, "items": .array([item.json]), "name": "item-\(number + 1)".json]))
      } catch {
        throw ValidationError(
          texts(
            ExchangeText.exchangeErrorKind,
            ["kinds": DraftItem.Kind.allCases.map(\.rawValue).joined(separator: ", "), "what": word]) + " (\(error))")
      }
    }
    do {
      return try ExchangeDraft.Side(json: .fields(["items": .array(items), "parts": .array(parts)]))
    } catch {
      throw ValidationError("\(error)")
    }
  }

  private static func read(_ word: String) throws(CodingError) -> (item: DraftItem, attributes: JSON?) {
    let fields = word.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let sized = (fields.first ?? "").split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let kind = try DraftItem.Kind(json: String(sized.first ?? "").json)
    guard sized.count == 2 else { return (try DraftItem(kind, bytes: nil), try attributes(fields.dropFirst())) }
    guard let bytes = Int64(sized[1]), bytes <= DecodingLimits.widestInteger else {
      throw CodingError(.wrongForm, "a number of bytes is expected")
    }
    return (try DraftItem(kind, bytes: bytes), try attributes(fields.dropFirst()))
  }

  private static func attributes(_ words: ArraySlice<String>) throws(CodingError) -> JSON? {
    guard !words.isEmpty else { return nil }
    let members = words.map { word -> (String, JSON) in
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      return (parts.first ?? "", parts.count == 2 ? parts[1].json : true.json)
    }
    guard Set(members.map(\.0)).count == members.count else {
      throw CodingError(.duplicateName, "an attribute stands there twice")
    }
    return try SecurityAttributes(json: .object(JSONObject(members))).json
  }
}
