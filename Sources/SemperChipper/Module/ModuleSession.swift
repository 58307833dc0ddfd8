/// A module forgets nothing: every command says what it is about, so that many customers can pay at once.
public struct ModuleSession: CardSession {
  public init() {}
}
