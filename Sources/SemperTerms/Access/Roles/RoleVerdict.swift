/// What a role says to an act.
public enum RoleVerdict: Hashable, Sendable {
  /// It covers all of it. What it counts then has to be durable before anything is done.
  case suffices(RoleTally, deal: RoleDealTally?, option: String?)
  case fallsShort(RoleShortfall)
}
