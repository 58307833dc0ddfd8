/// What access control answers: go ahead, ask the person, or no. With the reason, because every denial explains itself.
public enum Permission: Hashable, Sendable {
  case allow(String)
  case ask
  case deny(String)
}
