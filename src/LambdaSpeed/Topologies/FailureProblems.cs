namespace LambdaSpeed.Topologies;

/// <summary>What can be wrong with the failure policies of a component.</summary>
internal static class FailureProblems
{
    private const int MostRetries = 1000;

    public static IEnumerable<TopologyProblem> Of(TopologyNode node)
    {
        var options = node.Shape.Options;
        if (!Enum.IsDefined(options.OnFailure))
        {
            yield return new(node.Name, $"its failure policy is {options.OnFailure}", "choose a member of TupleFailurePolicy");
        }
        if (options.Retry is null)
        {
            yield return new(node.Name, "its retry policy is null", "take RetryPolicy.None for none");
            yield break;
        }
        if (options.Retry.MaxRetries is < 0 or > MostRetries)
        {
            yield return new(node.Name, $"its retry policy makes {options.Retry.MaxRetries} retries", $"choose from 0 to {MostRetries}");
        }
        if (IsNoDelay(options.Retry.FirstDelay)) yield return Delay(node.Name, "first", options.Retry.FirstDelay);
        if (IsNoDelay(options.Retry.LongestDelay)) yield return Delay(node.Name, "longest", options.Retry.LongestDelay);
        if (node.Kind != NodeKind.Spout) yield break;

        if (options.Retry.MaxRetries > 0)
        {
            yield return new(node.Name, "it has a retry policy, but a spout is given no tuples that it could be given again",
                "leave the policy out; a run that restarts after a spout has failed goes by SpeedLayerOptions.Restart");
        }
    }

    /// <summary>What is wrong with the use of a component's dead letters; null when nothing is.</summary>
    public static TopologyProblem? Of(TopologyNode node, NodeOutput letters, bool areRead)
    {
        if (node.Shape.Options.OnFailure != TupleFailurePolicy.DeadLetter) return NoDeadLetters(node.Name, node.Shape.Options.OnFailure);
        if (areRead || letters.MayBeUnread) return null;

        var words = letters.Name!.Split(' '); // "dead letters", or "first dead letters"
        var method = (words.Length > 2 ? char.ToUpperInvariant(words[0][0]) + words[0][1..] : "") + "DeadLetters()";
        return new(node.Name, $"nobody reads its {letters.Name}", $"read them with {method}, or say so with {method}.Ignore()");
    }

    public static TopologyProblem NoDeadLetters(string component, TupleFailurePolicy policy) => new(
        component, $"its dead letters are asked for, but its failure policy is {policy}, which makes none",
        "set OnFailure (of an operator: onFailure) to TupleFailurePolicy.DeadLetter, or do not call DeadLetters()");

    private static bool IsNoDelay(TimeSpan delay) => delay < TimeSpan.Zero || delay > ComponentOptions.LongestTime;

    private static TopologyProblem Delay(string component, string which, TimeSpan delay) => new(
        component, $"the {which} delay of its retry policy is {delay}",
        $"choose one of at most {ComponentOptions.LongestTime.TotalDays} days that is not negative");
}
