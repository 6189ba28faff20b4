<h1>{{=intake.sent.title}}</h1>
<p class="lead">{{=clerk.sent.lead}}</p>
{{#KEPT}}<p>{{PLACES}}</p>
{{/KEPT}}{{#PARTS}}<h2>{{=intake.rest.title}}</h2>
<p>{{=intake.rest.lead}}</p>
<form method="post" action="/{{=language}}/visit" autocomplete="off"><input type="hidden" name="visit" value="{{VISIT}}">
<p class="actions"><input class="main" type="submit" name="go_rest" value="{{=clerk.rest.show}}"></p></form>{{/PARTS}}
<h2>{{=intake.sent.when_title}}</h2>
<p>{{#CALM}}{{=intake.sent.when}}{{/CALM}}{{#DANGER}}{{=intake.sent.when_danger}}{{/DANGER}}</p>
<h2>{{=intake.sent.silence_title}}</h2>
<p>{{#QUIET}}{{=intake.sent.silence}}{{/QUIET}}{{#UNEASY}}{{=intake.sent.silence_danger}}{{/UNEASY}}</p>
<h2>{{=intake.sent.urgent_title}}</h2>
<p>{{URGENT}}</p>
<h2>{{=intake.words.title}}</h2>
<details class="words"><summary>{{=clerk.sent.words_again}}</summary><ol translate="no" lang="{{TONGUE}}">{{#WORD}}<li>{{SPELLED}}</li>{{/WORD}}</ol></details>
<form method="post" action="/{{=language}}/visit" autocomplete="off"><input type="hidden" name="visit" value="{{VISIT}}">
<p class="actions"><input{{#WHOLE}} class="main"{{/WHOLE}} type="submit" name="go_end" value="{{=clerk.end}}">{{#LOOK}} <input type="submit" name="go_kept" value="{{=clerk.kept.again}}">{{/LOOK}}</p></form>
