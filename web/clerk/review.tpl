<h1>{{=intake.review.title}}</h1>
{{#CRISIS}}<div class="crisis"><h2>{{TITLE}}</h2>{{#LINE}}<p>{{SENTENCE}}</p>{{/LINE}}</div>{{/CRISIS}}
<p>{{=intake.review.lead}}</p>
<dl class="review">{{#ROW}}<dt>{{TITLE}}</dt>{{#LINE}}<dd dir="auto">{{SENTENCE:pre_escape}}</dd>{{/LINE}}{{/ROW}}</dl>
{{#PARTS}}<p class="hint">{{=clerk.parts}}</p>{{/PARTS}}
<form method="post" action="/{{=language}}/visit" autocomplete="off"><input type="hidden" name="visit" value="{{VISIT}}">
<p class="actions"><input class="main" type="submit" name="go_words" value="{{=intake.review.next}}"> <input type="submit" name="go_change" value="{{=intake.change}}"></p></form>
