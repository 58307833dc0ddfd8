import SemperCoding
import SemperModel
import SemperStatements

extension Offer {
  /// What the offer says as a document of the deal, under the name of its item.
  func documents(as item: String) -> GivenDocuments {
    let own = documents?.object[item]?.object ?? JSONObject([])
    let fields = own.with(["content": content.documentDigest.json, "expires": expires.json, "price": price.json])
    return GivenDocuments(JSONObject([(item, .object(fields))]))
  }
}
