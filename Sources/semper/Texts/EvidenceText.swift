/// What the report on a bundle of evidence says around the statements themselves.
enum EvidenceText: String, CaseIterable, Sendable {
  case evidenceChain = "evidence.chain"
  case evidenceOk = "evidence.ok"
  case evidenceBad = "evidence.bad"
  case evidenceSelfdated = "evidence.selfdated"
  case evidenceAnd = "evidence.and"
  case evidenceKeys = "evidence.keys"
  case evidenceTerms = "evidence.terms"
  case evidenceRoles = "evidence.roles"
  case evidenceRole = "evidence.role"
  case evidenceOwnword = "evidence.ownword"
  case evidenceFails = "evidence.fails"
  case evidenceFailsNext = "evidence.fails.next"
  case evidenceHolds = "evidence.holds"
  case evidenceFor = "evidence.for"
}
