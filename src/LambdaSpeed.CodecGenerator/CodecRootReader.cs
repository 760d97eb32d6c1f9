using Microsoft.CodeAnalysis;

namespace LambdaSpeed.CodecGenerator;

/// <summary>Turns a request into the codec to add, or into the reasons why there is none.</summary>
internal sealed class CodecRootReader
{
    private readonly GenerationScope _scope;
    private readonly TypeShapeReader _shapes;
    private readonly CodecExpressions _expressions;
    private readonly List<DiagnosticReport> _reports = [];

    public CodecRootReader(Compilation compilation)
    {
        _scope = new GenerationScope(compilation);
        _shapes = new TypeShapeReader(compilation);
        _expressions = new CodecExpressions(_scope);
    }

    /// <summary>Reads one request; a reader serves one.</summary>
    public CodecRoot Read(CodecRequest request)
    {
        var name = CodecNames.ClassOf(request.Type);
        if (ReasonAgainst(request.Type) is { } reason)
        {
            Report(request.Location, CodecDiagnostics.UnsupportedType, CodecNames.InMessage(request.Type), reason);
            return new CodecRoot(name, null, null, Reports());
        }

        if (!_scope.CanSee(request.Type))
        {
            Report(request.Location, CodecDiagnostics.NotAccessible, CodecNames.InMessage(request.Type));
            return new CodecRoot(name, null, null, Reports());
        }

        var own = $"global::{CodecNames.Namespace}.{name}.Instance";
        if (_expressions.For(request.Type) is { } expression && expression != own)
        {
            return new CodecRoot(name, null, RegistrationOf(request.Type, expression), Reports());
        }

        if (request.Type is INamedTypeSymbol type && ShapeOf(type, request) is { } shape)
        {
            var source = new CodecSourceWriter(shape, name, shape.HasContentEquality || request.IsKey, _expressions).Write();
            return new CodecRoot(name, source, RegistrationOf(type, own), Reports());
        }

        return new CodecRoot(name, CodecSourceWriter.Placeholder(request.Type, name), null, Reports());
    }

    private static string RegistrationOf(ITypeSymbol type, string expression) =>
        $"global::LambdaSpeed.Codec.RegisterGenerated<{CodecNames.InCode(type)}>({expression});";

    private static string? ReasonAgainst(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { Rank: > 1 } => "it is an array of more than one dimension",
        IArrayTypeSymbol => null,
        not INamedTypeSymbol => "it is neither a class nor a struct",
        INamedTypeSymbol named when named.IsUnboundGenericType || IsOpen(named) =>
            "it is generic; name closed ones by [assembly: GenerateCodec(typeof(...))]",
        { TypeKind: TypeKind.Interface } => "it is an interface",
        { TypeKind: TypeKind.Delegate } => "it is a delegate",
        { TypeKind: TypeKind.Error } => "it does not compile",
        { IsStatic: true } => "it is static",
        { IsAbstract: true } => "it is abstract; ask for the derived types",
        { IsRefLikeType: true } => "it is a ref struct",
        _ => null,
    };

    private static bool IsOpen(INamedTypeSymbol type) =>
        type.TypeArguments.Any(argument => argument is ITypeParameterSymbol || (argument is INamedTypeSymbol named && IsOpen(named)))
        || (type.ContainingType is { } outer && IsOpen(outer));

    private TypeShape? ShapeOf(INamedTypeSymbol type, CodecRequest request)
    {
        if (_shapes.Read(type) is not { } shape)
        {
            Report(request.Location, CodecDiagnostics.NoConstructor, CodecNames.InMessage(type));
            return null;
        }

        if (new ContainmentWalk(_scope, _shapes).Reaches(type, type))
        {
            Report(request.Location, CodecDiagnostics.ContainsItself, CodecNames.InMessage(type));
            return null;
        }

        foreach (var member in shape.Members) Check(member, type, request);
        var isSound = _reports.Count == 0;
        foreach (var field in LostFields.Of(shape))
        {
            var lost = field.AssociatedSymbol ?? field;
            Report(lost.Locations.FirstOrDefault(), CodecDiagnostics.LostState, CodecNames.InMessage(type), lost.Name);
        }

        return isSound ? shape : null;
    }

    private void Check(MemberShape member, INamedTypeSymbol type, CodecRequest request)
    {
        var location = member.Symbol.Locations.FirstOrDefault(place => place.IsInSource) ?? request.Location;
        var owner = CodecNames.InMessage(type);
        if (member.Since is < 1 or > 255)
        {
            Report(location, CodecDiagnostics.VersionOutOfRange, owner, member.Name, $"{member.Since}");
        }

        if (_expressions.For(member.Type) is null)
        {
            Report(location, CodecDiagnostics.UnsupportedMember, owner, member.Name, CodecNames.InMessage(member.Type));
        }
    }

    private void Report(Location? location, DiagnosticDescriptor descriptor, params string[] arguments) =>
        _reports.Add(DiagnosticReport.At(location, descriptor, arguments));

    private EquatableList<DiagnosticReport> Reports() => new(_reports);
}
