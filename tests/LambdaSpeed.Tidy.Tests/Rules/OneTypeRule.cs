using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LambdaSpeed.Tidy.Tests.Rules;

/// <summary>One top-level type a file, and the file is named after it.</summary>
/// <remarks>A partial type may have further files named by aspect (<c>Aggregates.Sketches.cs</c>). Where a name has several arities, one
/// file has the plain name and the others add a word to it (<c>Bolt.cs</c>, <c>TwoInputBolt.cs</c>).</remarks>
internal static class OneTypeRule
{
    private static readonly string[] WithoutType = ["GlobalUsings", "AssemblyInfo"];

    public static IEnumerable<Offence> Check(IReadOnlyList<SourceFile> files)
    {
        var arities = files
            .SelectMany(file => file.TopLevelTypes.Select(type => (file.Project, Syntax.NameOf(type).Text, Arity: Syntax.ArityOf(type))))
            .Distinct()
            .CountBy(type => (type.Project, type.Text))
            .ToDictionary();

        foreach (var file in files)
        {
            var types = file.TopLevelTypes.ToList();
            if (types.Count == 0 && !WithoutType.Contains(file.Name)) yield return file.Whole("declares no type");

            foreach (var further in types.Skip(1))
            {
                yield return file.OffenceAt(further, $"{Syntax.NameOf(further).Text} is a second type; give it its own file");
            }

            if (types is [var first, ..] && !IsNamedAfter(file, first, arities[(file.Project, Syntax.NameOf(first).Text)]))
            {
                yield return file.OffenceAt(first, $"{Syntax.NameOf(first).Text} belongs into {Syntax.NameOf(first).Text}.cs");
            }
        }
    }

    private static bool IsNamedAfter(SourceFile file, MemberDeclarationSyntax type, int arities)
    {
        var name = Syntax.NameOf(type).Text;
        if (file.Name == name) return true;
        if (type.Modifiers.Any(modifier => modifier.Text == "partial") && file.Name.StartsWith(name + ".", StringComparison.Ordinal)) return true;

        return arities > 1 && (file.Name.StartsWith(name, StringComparison.Ordinal) || file.Name.EndsWith(name, StringComparison.Ordinal));
    }
}
