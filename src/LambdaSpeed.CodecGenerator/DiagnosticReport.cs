using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LambdaSpeed.CodecGenerator;

/// <summary>A diagnostic as plain values, so that it can be kept and compared between runs of the pipeline.</summary>
internal sealed record DiagnosticReport(
    DiagnosticDescriptor Descriptor,
    string Path,
    TextSpan Span,
    LinePositionSpan Lines,
    EquatableList<string> Arguments)
{
    public static DiagnosticReport At(Location? location, DiagnosticDescriptor descriptor, params string[] arguments)
    {
        var lines = location?.GetLineSpan();
        return new DiagnosticReport(
            descriptor,
            lines?.Path ?? "",
            location?.SourceSpan ?? default,
            lines?.Span ?? default,
            new EquatableList<string>(arguments));
    }

    public Diagnostic ToDiagnostic()
    {
        var location = Path.Length == 0 ? Location.None : Location.Create(Path, Span, Lines);
        return Diagnostic.Create(Descriptor, location, Arguments.ToArray<object>());
    }
}
