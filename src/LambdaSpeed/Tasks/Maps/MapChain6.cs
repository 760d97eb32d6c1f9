using LambdaSpeed.Streams;

namespace LambdaSpeed.Tasks.Maps;

/// <summary>A <see cref="MapChain{TOut}"/> of six.</summary>
internal sealed class MapChain6<TIn, T1, T2, T3, T4, T5, TOut>(
    StageContext[] contexts,
    TupleBuffer<TIn> input,
    Func<TIn, T1> first,
    Func<T1, T2> second,
    Func<T2, T3> third,
    Func<T3, T4> fourth,
    Func<T4, T5> fifth,
    Func<T5, TOut> sixth) : MapChain<TOut>(contexts)
{
    private readonly TupleBuffer<TIn> _input = input;
    private readonly Func<TIn, T1> _first = first;
    private readonly Func<T1, T2> _second = second;
    private readonly Func<T2, T3> _third = third;
    private readonly Func<T3, T4> _fourth = fourth;
    private readonly Func<T4, T5> _fifth = fifth;
    private readonly Func<T5, TOut> _sixth = sixth;

    public override MapChain<TNext> Then<TNext>(StageContext context, Func<TOut, TNext> selector) =>
        throw new InvariantViolationException($"a run of maps grew beyond its longest, at component {context.Component.Component}");

    public override Stage Into(OutputPort<TOut> output, int site) => CallSite.Accept(site, new Site(this, output));

    private sealed class Site(MapChain6<TIn, T1, T2, T3, T4, T5, TOut> chain, OutputPort<TOut> output) : ICallSiteVisitor<Stage>
    {
        public Stage Visit<TSite>()
            where TSite : struct => new Loop<TSite>(chain, output);
    }

    private sealed class Loop<TSite>(MapChain6<TIn, T1, T2, T3, T4, T5, TOut> chain, OutputPort<TOut> output)
        : MapStage<TIn, TOut>(chain.Contexts, chain._input, output)
        where TSite : struct
    {
        private readonly Func<TIn, T1> _first = chain._first;
        private readonly Func<T1, T2> _second = chain._second;
        private readonly Func<T2, T3> _third = chain._third;
        private readonly Func<T3, T4> _fourth = chain._fourth;
        private readonly Func<T4, T5> _fifth = chain._fifth;
        private readonly Func<T5, TOut> _sixth = chain._sixth;

        protected override void Turn(ReadOnlySpan<TIn> tuples, Span<TOut> results)
        {
            var first = _first;
            var second = _second;
            var third = _third;
            var fourth = _fourth;
            var fifth = _fifth;
            var sixth = _sixth;
            results = results[..tuples.Length];
            for (var i = 0; i < tuples.Length; i++)
            {
                Index = i;
                Lambda = 0;
                var after1 = first(tuples[i]);
                Lambda = 1;
                var after2 = second(after1);
                Lambda = 2;
                var after3 = third(after2);
                Lambda = 3;
                var after4 = fourth(after3);
                Lambda = 4;
                var after5 = fifth(after4);
                Lambda = 5;
                results[i] = sixth(after5);
            }
        }
    }
}
