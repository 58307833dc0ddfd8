import Foundation
import SemperCoding
import SemperExchange

/// What the networks of a run do besides what a case brings: rules of the proxy, by the role before which it stands.
struct NetworkWeather: Sendable {
  private static let bank = "bank"
  private var rules: [String: [FaultyNetwork.Rule]] = [:]

  init() {}

  /// Reads such as `{"arbiter":[],"bank":[{"action":{"do":"drop"},"direction":"request","name":"1","occurrence":3}]}`.
  init(file: String) throws {
    guard let bytes = FileManager.default.contents(atPath: file),
      case .object(let object)? = try? CanonicalJSON.parse(Array(bytes))
    else { throw DemoError(.exchangeErrorWeather, ["path": file]) }
    let names = ExchangeRole.allCases.map(\.rawValue) + [Self.bank, ExchangeStage.agent]
    for member in object.members {
      guard names.contains(member.name), case .array(let given) = member.value else {
        throw DemoError(.exchangeErrorWeather, ["path": file])
      }
      rules[member.name] = given.map { FaultyNetwork.Rule(json: $0) }
    }
  }

  /// After the rules of a case, which hold a message back at its moment.
  func blow(into plan: inout ExchangeStage.Plan) {
    for role in ExchangeRole.allCases {
      plan.rules[ExchangeSideName(role, in: plan.cell), default: []] += rules[role.rawValue] ?? []
    }
    plan.bankRules += rules[Self.bank] ?? []
    plan.agentRules += rules[ExchangeStage.agent] ?? []
  }
}
