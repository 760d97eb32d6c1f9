using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LambdaSpeed.Tidy.Tests.Rules;

/// <summary>Names say what a thing is: no empty words in the names of types and files, no cryptic generic parameters.</summary>
internal static class NameRule
{
    private static readonly string[] Anywhere =
        ["Util", "Utils", "Utility", "Utilities", "Helper", "Helpers", "Manager", "Managers", "Impl", "Common", "Internals", "Misc"];

    private static readonly string[] AtTheEnd = ["Base", "Data", "Info"];

    private static readonly string[] AtTheStart = ["Base"];

    public static IEnumerable<Offence> Check(IEnumerable<SourceFile> files)
    {
        foreach (var file in files)
        {
            if (EmptyWordIn(file.Name) is { } inFile) yield return file.Whole($"the file's name says '{inFile}'; name the concept");

            var types = file.Root.DescendantNodes().OfType<MemberDeclarationSyntax>()
                .Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax);
            foreach (var type in types)
            {
                var name = Syntax.NameOf(type);
                if (EmptyWordIn(name.Text) is { } word) yield return file.OffenceAt(name, $"{name.Text} says '{word}'; name the concept");
            }

            foreach (var parameter in file.Root.DescendantNodes().OfType<TypeParameterSyntax>())
            {
                if (parameter.Identifier.Text is { Length: 1 } letter and not "T")
                {
                    yield return file.OffenceAt(parameter, $"generic parameter {letter}; say what it is, like TKey");
                }
            }
        }
    }

    private static string? EmptyWordIn(string name)
    {
        var words = Syntax.WordsOf(name).ToList();
        if (words.Find(word => Anywhere.Contains(word)) is { } anywhere) return anywhere;
        if (words.Count == 0) return null;

        return AtTheEnd.Contains(words[^1]) ? words[^1] : AtTheStart.Contains(words[0]) ? words[0] : null;
    }
}
