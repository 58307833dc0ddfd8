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

  /// What whoever gives these items has to fill in.
  func fields(toFill items: [String]) -> [FieldToFill] {
    items.filter { terms.form(of: $0)?.isDocument ?? false }.flatMap { item in
      terms.fields(of: item).map { FieldToFill(FieldPath(item, $0.name), $0.field) }
    }
  }

  /// What the terms call the present state and what is asked in it, in each of their languages.
  func displays(of question: OpenStep.Question, _ choices: [String], _ fields: [FieldToFill]) -> [DisplayTexts] {
    guard let state = course?.position else { return [] }
    let named: [String] =
      switch question {
      case .give, .sign: choices.map { "item.\($0)" } + fields.map { "field.\($0.path)" }
      case .choose: choices.map { "option.\(state).\($0)" }
      case .claim, .wait: []
      }
    return terms.displays.compactMap { $0.only(["state.\(state)"] + named) }
  }
}
