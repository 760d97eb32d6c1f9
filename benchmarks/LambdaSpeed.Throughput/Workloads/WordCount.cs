using LambdaSpeed.Throughput.Running;

namespace LambdaSpeed.Throughput.Workloads;

/// <summary>W2: how often each word comes in lines of text. An event is a word.</summary>
public sealed class WordCount() : TypedWorkload<TextInput, string>("W2", "word count of novels, an event is a word")
{
    private protected override TextInput MakeInput(RunOptions options) => TextInput.FromLines(BookLines.Read(), options.TextBytes);

    private protected override Dictionary<string, long> Expect(TextInput input)
    {
        var counts = new Dictionary<string, long>();
        for (var i = 0; i < input.LineCount; i++)
        {
            var letters = input.Line(i).Select(c => char.IsAsciiLetter(c) || c == '\'' ? char.ToLowerInvariant(c) : ' ').ToArray();
            foreach (var run in new string(letters).Split(' '))
            {
                var word = run.Trim('\'');
                if (word.Length > 0) counts[word] = counts.GetValueOrDefault(word) + 1;
            }
        }

        if (counts.Values.Sum() != input.Events) throw new CheckFailedException($"{counts.Values.Sum()} words, {input.Events} were split.");

        return counts;
    }
}
