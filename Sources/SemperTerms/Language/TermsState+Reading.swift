public import SemperCoding
import SemperModel

extension TermsState {
  /// Refuses a state that says nothing to do, or more than one thing.
  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    phase = try fields.value("phase")
    repetition = try fields.optional("repeat")
    payFirst = try fields.mark("payFirst")
    if let items: String = try fields.optional("transfer") {
      step = .transfer(items.split(separator: "+").map(String.init), from: try fields.value("from"))
      anonymous = try fields.mark("anonymous")
      receipt = try fields.mark("receipt")
      then = try fields.value("then", as: String.self)
      otherwise = try fields.value("else")
      within = try fields.value("within")
      guard !items.isEmpty else { throw CodingError(.outOfRange, "it gives nothing").inside("transfer") }
    } else {
      (anonymous, receipt) = (false, false)
      (step, then, otherwise, within) = try Self.rest(&fields)
    }
    try fields.close()
  }

  private static func rest(
    _ fields: inout ObjectReader
  ) throws(CodingError) -> (step: Step, then: String?, otherwise: String, within: Span) {
    if let gifts: [JSON] = try fields.optional("exchange") {
      let step = Step.exchange(
        try Self.gifts(gifts), fair: try fields.value("fair"), window: try fields.optional("window"))
      return (step, try fields.value("then"), try fields.value("failed"), try fields.value("within"))
    }
    if let cases: [JSON] = try fields.optional("branch") {
      return (.branch(try Self.cases(cases)), nil, try fields.value("else"), Span(seconds: 0))
    }
    if let who: String = try fields.optional("dispute") {
      guard who == Self.arbiter else {
        throw CodingError(.outOfRange, "disputes are decided by the “\(Self.arbiter)”").inside("dispute")
      }
      let claims: [ClaimKind] = try fields.value("claims")
      guard !claims.isEmpty, Set(claims).count == claims.count else {
        throw CodingError(.outOfRange, "it names what can be claimed, each once").inside("claims")
      }
      return (.dispute(claims), try fields.value("then"), try fields.value("else"), try fields.value("within"))
    }
    if let span: Span = try fields.optional("pause") {
      let then: String = try fields.value("then")
      return (.pause, then, then, span)
    }
    let step = Step.choose(
      try fields.value("choose"), options: try Self.options(fields.value("options", as: JSON.self)))
    return (step, nil, try fields.value("timeout"), try fields.value("within"))
  }

  private static func gifts(_ list: [JSON]) throws(CodingError) -> [Gift] {
    var gifts = [Gift]()
    for element in list {
      var fields = try ObjectReader(element)
      let items: String = try fields.value("give")
      gifts.append(Gift(from: try fields.value("from"), items: items.split(separator: "+").map(String.init)))
      try fields.close()
    }
    guard gifts.count == 2, Set(gifts.map(\.from)).count == 2, gifts.allSatisfy({ !$0.items.isEmpty }) else {
      throw CodingError(.outOfRange, "in an exchange each side gives something").inside("exchange")
    }
    return gifts
  }

  private static func cases(_ list: [JSON]) throws(CodingError) -> [Case] {
    guard (1...16).contains(list.count) else { throw CodingError(.outOfRange, "it has 1 to 16 cases").inside("branch") }
    var cases = [Case]()
    for element in list {
      var fields = try ObjectReader(element)
      cases.append(Case(condition: try fields.value("if"), target: try fields.value("then")))
      try fields.close()
    }
    return cases
  }

  private static func options(_ json: JSON) throws(CodingError) -> [Option] {
    guard case .object(let object) = json, !object.members.isEmpty else {
      throw CodingError(.wrongType, "options are an object of names and states").inside("options")
    }
    var options = [Option]()
    for member in object.members {
      do { options.append(try Option(name: member.name, json: member.value)) } catch {
        throw error.inside(member.name).inside("options")
      }
    }
    return options
  }
}
