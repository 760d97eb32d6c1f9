using Microsoft.CodeAnalysis;

namespace LambdaSpeed.CodecGenerator;

/// <summary>What the generator has to say when it cannot write a codec.</summary>
internal static class CodecDiagnostics
{
    public static readonly DiagnosticDescriptor UnsupportedMember = Error(
        "LS1001",
        "Member has no codec",
        "'{0}.{1}' is a '{2}', which has no codec; put [GenerateCodec] on that type, or [assembly: GenerateCodec(typeof({2}))]");

    public static readonly DiagnosticDescriptor NoConstructor = Error(
        "LS1002",
        "No usable constructor",
        "'{0}' has no accessible constructor whose every parameter is named and typed like a readable member; add one, or make the "
        + "members settable beside a parameterless constructor");

    public static readonly DiagnosticDescriptor NotAccessible = Error(
        "LS1003",
        "Type cannot be seen by generated code",
        "'{0}' is private, protected or local to its file, so that generated code cannot name it; make it internal or public");

    public static readonly DiagnosticDescriptor ContainsItself = Error(
        "LS1004",
        "Type contains itself",
        "'{0}' contains itself, so that its values have no bounded depth; flatten it, or implement ICodec<{0}> with a bound by hand");

    public static readonly DiagnosticDescriptor LostState = new(
        "LS1005",
        "Field is not encoded",
        "'{0}.{1}' is neither taken by the constructor nor settable, so that it is not encoded and what is read lacks it",
        "LambdaSpeed.Codecs",
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor UnsupportedType = Error(
        "LS1006",
        "No codec can be generated for this type",
        "No codec can be generated for '{0}': {1}");

    public static readonly DiagnosticDescriptor VersionOutOfRange = Error(
        "LS1007",
        "Version out of range",
        "'{0}.{1}' says Since = {2}; versions go from 1 to 255");

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        new(id, title, message, "LambdaSpeed.Codecs", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
