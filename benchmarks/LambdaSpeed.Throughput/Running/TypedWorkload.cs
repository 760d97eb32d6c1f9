namespace LambdaSpeed.Throughput.Running;

/// <summary>A task with an exact result that a plain loop can compute.</summary>
public abstract class TypedWorkload<TInput, TKey>(string name, string title) : Workload(name, title)
    where TInput : IInput<TInput>
    where TKey : notnull
{
    private readonly List<IContender<TInput, TKey>> _contenders = [];

    public void Add(IContender<TInput, TKey> contender)
    {
        ArgumentNullException.ThrowIfNull(contender);
        if (_contenders.Exists(c => c.Name == contender.Name)) throw new ArgumentException($"{Name} has '{contender.Name}' already.");

        _contenders.Add(contender);
    }

    public void Add(
        string name, Func<TInput, IEnumerable<KeyValuePair<TKey, long>>> run, double share = 1, bool runsByDefault = true) =>
        Add(new Contender<TInput, TKey>(name, run, share, runsByDefault));

    public sealed override IReadOnlyList<Entrant> Prepare(RunOptions options)
    {
        var chosen = _contenders.Where(c => options.Chooses(c.Name, c.RunsByDefault)).ToArray();
        if (chosen.Length == 0) return [];

        var whole = MakeInput(options);
        var parts = chosen.Select(c => c.Share).Distinct().ToDictionary(share => share, share =>
        {
            var input = share < 1 ? whole.Take(share) : whole;
            return (Input: input, Expected: Expect(input));
        });
        return [.. chosen.Select(c => ToEntrant(c, parts[c.Share].Input, parts[c.Share].Expected))];
    }

    private protected abstract TInput MakeInput(RunOptions options);

    /// <summary>The right result, by the plainest loop.</summary>
    private protected abstract Dictionary<TKey, long> Expect(TInput input);

    private Entrant ToEntrant(IContender<TInput, TKey> contender, TInput input, Dictionary<TKey, long> expected) => new()
    {
        Name = contender.Name,
        Events = input.Events,
        Share = contender.Share,
        Run = () =>
        {
            var result = contender.Run(input);
            return () => FullCheck.Compare($"{Name} {contender.Name}", expected, result);
        },
    };
}
