using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LambdaSpeed.Tidy.Tests.Rules;

/// <summary>Folder is namespace; only what users name every day stands in <c>LambdaSpeed</c>, whichever room holds its file.</summary>
internal static class NamespaceRule
{
    public static IEnumerable<Offence> Check(IEnumerable<SourceFile> files)
    {
        foreach (var file in files)
        {
            foreach (var declared in file.Root.Members.Where(member => member is not BaseNamespaceDeclarationSyntax))
            {
                yield return file.OffenceAt(declared, "stands in no namespace");
            }

            foreach (var space in file.Root.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>())
            {
                foreach (var offence in Check(file, space)) yield return offence;
            }
        }
    }

    /// <summary>What the compiler wants and an older framework lacks must stand where the framework has it.</summary>
    private static bool IsPolyfill(SourceFile file, BaseNamespaceDeclarationSyntax space) =>
        space.Name.ToString().StartsWith("System.", StringComparison.Ordinal) && !file.TopLevelTypes.Any(Syntax.IsPublic);

    private static IEnumerable<Offence> Check(SourceFile file, BaseNamespaceDeclarationSyntax space)
    {
        var own = file.Folder.Length == 0 ? file.Project : $"{file.Project}.{file.Folder.Replace('/', '.')}";
        var name = space.Name.ToString();
        if (name == own || IsPolyfill(file, space)) yield break;

        if (name != "LambdaSpeed" && name != file.Project)
        {
            yield return file.OffenceAt(space.Name, $"namespace {name} in this folder; it is {own}, or LambdaSpeed for public types");
            yield break;
        }

        foreach (var type in file.TopLevelTypes.Where(type => !Syntax.IsPublic(type)))
        {
            yield return file.OffenceAt(type, $"{Syntax.NameOf(type).Text} is internal and stands in {name}; move it to {own}");
        }
    }
}
