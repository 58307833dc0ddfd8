import ArgumentParser
import SemperCertification
import SemperCoding
import SemperModel
import SemperTerms
import SemperTrustedUI
import SemperWallet

/// `semper wallet roles add NAME …`: a role, locked.
struct WalletRolesAdd: AsyncParsableCommand, SpeakingCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Add a role: for whom it is, and what it may do. It is locked at first.")

  @OptionGroup var options: WalletOptions
  var language: Language { options.language }
  @Argument(help: "What you call it, such as books.")
  var name: String
  @Option(help: "For the seller at this address, by the key that it is certified for.")
  var shop: String?
  @Option(help: "For these terms, by their digest.")
  var terms: String?
  @Option(help: "For terms of which evaluators whom you trust have said so, or better: fair or cautions.")
  var graded: Grade?
  @Option(help: "With --graded: the thumbprint of the evaluator's key who has to be among them.")
  var by: Thumbprint?
  @Flag(help: "It says yes to offers.")
  var order = false
  @Option(help: "How much it pays for a deal, such as 20.00.")
  var payDeal: String?
  @Option(help: "How much it pays in all on a day (UTC).")
  var payDay: String?
  @Option(
    help:
      "A file (YAML or JSON) with what it fills in, by fields such as order.quantity or by entries of a profile such as address."
  )
  var give: String?
  @Option(help: "A type of credential that it shows. May be repeated.")
  var show: [String] = []
  @Option(help: "An option that it takes, the one that you like best first. May be repeated.")
  var choose: [String] = []
  @Flag(help: "It signs what the other side has filled in.")
  var sign = false

  func run() async throws {
    let digest = try terms.map { text in
      guard let digest = try? Digest(text: text) else {
        throw WalletError(.notUnderstood, .errorRoleForm, ["reason": "“\(text.prefix(64))” is no digest of terms"])
      }
      return digest
    }
    let address = try shop.map { try options.address($0) }
    let (pays, gives) = (try allowance(), try give.map(RoleEntries.read) ?? JSONObject([]))
    let kept = try await options.withWallet { wallet in
      var seller: Thumbprint?
      if let address { seller = try await wallet.seller(at: address) }
      let role = try role(digest, seller, pays, gives)
      try await wallet.roles.add(role)
      return role
    }
    if options.json {
      Output.json(kept.json)
    } else {
      Output.line(options.texts(WalletText.rolesAdded, ["role": kept.name]))
      RolesReport(options: options, now: nil).lines(kept).forEach(Output.line)
    }
  }

  private func allowance() throws -> RoleAllowance? {
    guard let payDeal, let payDay else {
      guard payDeal == nil, payDay == nil else { throw ValidationError(options.texts(WalletText.errorRoleAmounts)) }
      return nil
    }
    let (deal, day) = (try TypedAmount(payDeal, in: language).money, try TypedAmount(payDay, in: language).money)
    return try formed { () throws(CodingError) in try RoleAllowance(perDeal: deal, perDay: day) }
  }

  private func role(
    _ terms: Digest?, _ seller: Thumbprint?, _ pays: RoleAllowance?, _ gives: JSONObject
  ) throws -> CapabilityRole {
    try formed { () throws(CodingError) in
      try CapabilityRole(
        name: name, audience: RoleAudience(terms: terms, shop: seller, worst: graded, evaluator: by), orders: order,
        pays: pays, gives: gives, shows: show, chooses: choose, signs: sign)
    }
  }

  private func formed<Value>(_ body: () throws(CodingError) -> Value) throws(WalletError) -> Value {
    do throws(CodingError) { return try body() } catch {
      throw WalletError(.notUnderstood, .errorRoleForm, ["reason": "\(error)"])
    }
  }
}
