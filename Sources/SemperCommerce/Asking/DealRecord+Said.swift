import SemperCoding
import SemperTerms

extension DealRecord {
  /// What the documents of the deal say so far, without those of some items; `nil` where they say nothing.
  func said(but items: [String]) -> GivenDocuments? {
    guard let course else { return nil }
    let documents = terms.items.map(\.name).filter { !items.contains($0) }.compactMap { item -> (String, JSON)? in
      let fields = terms.fields(of: item).compactMap { field in
        course.documents[FieldPath(item, field.name)].map { (field.name, $0.json) }
      }
      return fields.isEmpty ? nil : (item, .object(JSONObject(fields)))
    }
    return documents.isEmpty ? nil : GivenDocuments(JSONObject(documents))
  }

  /// What each item of money in the present step comes to, whoever gives it.
  var amounts: [ItemAmount] {
    guard let course, let state = terms.state(course.position) else { return [] }
    return state.items.compactMap { item in course.amount(of: item, terms).map { ItemAmount(item, $0) } }
  }
}
