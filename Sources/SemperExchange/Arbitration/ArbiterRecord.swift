import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments

/// All that the arbiter knows of one exchange: absent until a first valid call, then one decision after another until a
/// final one.
struct ArbiterRecord: Hashable, Sendable, CanonicalValue {
  var decision: SignedStatement
  let originator: Thumbprint
  let responder: Thumbprint
  var originatorSecret: OpeningSecret?
  var responderSecret: OpeningSecret?
  var commitResponder: SignedStatement?
  /// Known once a call has shown the terms' body; an abort does not.
  var windows: ComplaintWindows?
  /// Whether no registered party had signed for the exchange when it was first brought here.
  let stranger: Bool

  var current: ArbiterDecision { decision.journalled(as: ArbiterDecision.self) }

  func role(of party: Thumbprint) -> ExchangeRole? {
    party == originator ? .originator : party == responder ? .responder : nil
  }

  init(
    decision: SignedStatement, originator: Thumbprint, responder: Thumbprint,
    originatorSecret: OpeningSecret?, responderSecret: OpeningSecret?, commitResponder: SignedStatement?,
    windows: ComplaintWindows?, stranger: Bool
  ) {
    self.decision = decision
    self.originator = originator
    self.responder = responder
    self.originatorSecret = originatorSecret
    self.responderSecret = responderSecret
    self.commitResponder = commitResponder
    self.windows = windows
    self.stranger = stranger
  }

  var json: JSON {
    .fields([
      "decision": decision.json, "m2": commitResponder?.json, "originator": originator.json,
      "originatorSecret": originatorSecret?.json, "responder": responder.json,
      "responderSecret": responderSecret?.json, "stranger": stranger ? true.json : nil, "windows": windows?.json,
    ])
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    commitResponder = try fields.optional("m2")
    decision = try fields.value("decision")
    originator = try fields.value("originator")
    originatorSecret = try fields.optional("originatorSecret")
    responder = try fields.value("responder")
    responderSecret = try fields.optional("responderSecret")
    stranger = try fields.optional("stranger") ?? false
    windows = try fields.optional("windows")
    try fields.close()
  }
}
